import { z } from 'zod';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, inWords, listed, type Said, say, word } from '../said.ts';
import { hubName, modelName } from './models.ts';

export const tokens = z.strictObject({
  kind: z.literal('tokens'),
  id: z.string(),
  text: z.string().min(1),
  model: modelName.default('bert-base-uncased'),
});

export interface PrintedLine {
  readonly text: string;
  /** The token whose row it is; null for the dots. */
  readonly row: number | null;
}

/**
 * Which row of a printed [1, tokens, hidden] tensor each line belongs to: PyTorch leaves out the middle rows of a
 * long one and prints dots for them, and breaks a row into lines where it leaves out none of its numbers.
 */
export function printedLines(printed: string, count: number): PrintedLine[] {
  const lines = printed.split('\n');
  const isDots = (line: string) => line.trim() === '...,';
  const opensRow = (line: string) => line.includes('[');
  const behindDots = lines.slice(lines.findIndex(isDots) + 1).filter(opensRow).length;
  let row = -1;
  return lines.map((text) => {
    if (isDots(text)) {
      row = count - behindDots - 1;
      return { text, row: null };
    }
    if (opensRow(text)) row++;
    return { text, row };
  });
}

/** Rows that PyTorch prints nothing of. */
export function hiddenRows(lines: readonly PrintedLine[], count: number): number[] {
  const shown = new Set(lines.map(({ row }) => row));
  return Array.from({ length: count }, (_, i) => i).filter((i) => !shown.has(i));
}

interface EncodedWords {
  readonly tokens: readonly string[];
  readonly hidden: readonly number[];
  readonly width: number;
  /** The text is longer than what the model reads at once. */
  readonly isCut: boolean;
}

/** Whether anything stands in `text` behind the last token: the model reads a number of them and no more. */
export function isCutShort(text: string, tokens: readonly { readonly end: number }[]): boolean {
  const read = tokens.reduce((last, { end }) => Math.max(last, end), 0);
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.slice(read));
}

/** What the tokens between [CLS] and [SEP] are, in words; their numbers add up. */
function kindsOf(inner: readonly string[]): Said[] {
  const marked = inner.filter((token) => /^\[[A-Z]+\]$/.test(token));
  const plainTokens = inner.filter((token) => !marked.includes(token));
  const unknown = marked.filter((token) => token === '[UNK]').length;
  const special = marked.length - unknown;
  const pieces = plainTokens.filter((token) => token.startsWith('##')).length;
  const words = plainTokens.filter((token) => !token.startsWith('##') && /[\p{L}\p{N}]/u.test(token)).length;
  const marks = plainTokens.length - pieces - words;
  const counted = (count: number, one: string, many: string) =>
    `${inWords(count)} ${count === 1 ? one : many}`;
  return [
    ...(words > 0 ? [say`${counted(words, 'word', 'words')}`] : []),
    ...(pieces > 0
      ? [
          say`${inWords(pieces)} more because rare words are cut into pieces (${word('##')} marks a continuation)`,
        ]
      : []),
    ...(marks > 0 ? [say`${counted(marks, 'mark', 'marks')} of punctuation`] : []),
    ...(special > 0 ? [say`${counted(special, 'special token', 'special tokens')} of your own`] : []),
    ...(unknown > 0 ? [say`${inWords(unknown)} ${word('[UNK]')} for what the vocabulary does not have`] : []),
  ];
}

/** @param guess how many tokens the learner expected; null for none. */
export function tokensTakeaway(
  { tokens: list, hidden, width, isCut }: EncodedWords,
  guess: number | null,
): Said {
  const count = list.length;
  const opening =
    guess === null
      ? say`The model sees ${figure(count)} tokens`
      : guess === count
        ? say`You said ${figure(guess)}, and ${figure(count)} it is`
        : say`You said ${figure(guess)}. The model sees ${figure(count)}`;
  const kinds = kindsOf(list.slice(1, -1)).flatMap((kind) => [...kind, ', ']);
  const around = say`${kinds.length > 0 ? 'and ' : ''}${word('[CLS]')} and ${word('[SEP]')} around them`;
  const why = say`: ${kinds}${around}.${isCut ? ' It reads no more at once: the end of your text was left out.' : ''}`;
  const rows =
    hidden.length === 0
      ? say`Each became a row of ${figure(width)} numbers.`
      : say`Each became a row of ${figure(width)} numbers; ${
          hidden.length <= 3
            ? say`the ${hidden.length === 1 ? 'row' : 'rows'} of ${listed(hidden.map((i) => word(list[i]!)))} ${hidden.length === 1 ? 'exists' : 'exist'} as much as the others`
            : say`the ${figure(hidden.length)} rows in the middle exist as much as the others`
        }: PyTorch only leaves ${hidden.length === 1 ? 'it' : 'them'} out of print.`;
  return say`${opening}${why} ${rows}`;
}

/** The same with transformers; without dropout, and without gradients to print. */
export function tokensPython(model: string, text: string, isCut = false): string {
  return `import torch
from transformers import AutoModel, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(${pythonLiteral(hubName(model))})
model = AutoModel.from_pretrained(${pythonLiteral(hubName(model))}).eval()

inputs = tokenizer(${pythonLiteral(text)}, ${isCut ? 'truncation=True, ' : ''}return_tensors="pt")
with torch.no_grad():
    outputs = model(**inputs)
print(outputs.last_hidden_state)
`;
}
