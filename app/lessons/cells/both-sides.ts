import { z } from 'zod';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, type Said, say, word } from '../said.ts';
import { hubName, modelName } from './models.ts';

export const bothSides = z.strictObject({
  kind: z.literal('both-sides'),
  id: z.string(),
  /** What stands before, the word under study last. */
  start: z.string().min(1),
  /** Ways to go on, parted by `|`. */
  endings: z
    .string()
    .transform((text) => text.split('|').map((part) => part.trim()))
    .refine(
      (parts) => parts.length >= 2 && parts.every((part) => part !== ''),
      'needs two or more, parted by |',
    ),
  model: modelName.default('bert-base-uncased'),
});

/** The word whose vectors are compared. */
export function studiedWord(start: string): string {
  return start.trim().split(/\s+/).at(-1) ?? '';
}

interface Similarities {
  /** [sentences][sentences], of the word's vectors after the mean vector of all tokens was taken off. */
  readonly both: readonly (readonly number[])[];
  readonly leftOnly: readonly (readonly number[])[];
}

export const VERDICTS = ['the same', 'different'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Cosines above this are rounding. */
const IDENTICAL = 0.9995;

export function bothSidesTakeaway(
  studied: string,
  endings: readonly string[],
  { both, leftOnly }: Similarities,
  guess: Verdict | null,
): Said {
  const pairs = endings.flatMap((_, i) => endings.slice(i + 1).map((_, j) => [i, i + 1 + j] as const));
  const at = ([i, j]: readonly [number, number]) => both[i]![j]!;
  const sorted = [...pairs].sort((a, b) => at(b) - at(a));
  const [closest, farthest] = [sorted[0]!, sorted.at(-1)!];
  const twin = Math.min(...pairs.map(([i, j]) => leftOnly[i]![j]!));
  const differs = at(farthest) < IDENTICAL;
  const opening =
    guess === null
      ? say``
      : say`You said ${guess}. ${(guess === 'different') === differs ? '' : 'It is not so here. '}`;
  const found = differs
    ? say`The words before ${word(studied)} never changed, yet its vectors do: ${figure(at(closest).toFixed(2))} for endings ${figure(closest[0] + 1)} and ${figure(closest[1] + 1)}${
        pairs.length > 1
          ? say`, ${figure(at(farthest).toFixed(2))} for ${figure(farthest[0] + 1)} and ${figure(farthest[1] + 1)}`
          : ''
      }. `
    : say`These endings leave ${word(studied)} where it was. `;
  const blind =
    twin >= IDENTICAL
      ? say`The twin that may look left only has the same vector every time: what comes later cannot reach it.`
      : say`Even the twin’s vectors differ, down to ${figure(twin.toFixed(2))}: then the words before ${word(studied)} are not the same after all.`;
  return say`${opening}${found}${blind}`;
}

/** The same with transformers: the twin is the same weights under a mask that hides what comes later. */
export function bothSidesPython(model: string, start: string, endings: readonly string[]): string {
  return `import torch
from transformers import AutoModel, AutoTokenizer

name = ${pythonLiteral(hubName(model))}
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModel.from_pretrained(name, attn_implementation="eager").eval()
start = ${pythonLiteral(start)}
endings = ${pythonLiteral(endings)}
place = len(tokenizer(start).input_ids) - 2  # the last piece before [SEP]


def similarities(causal):
    words, tokens = [], []
    for ending in endings:
        inputs = tokenizer(f"{start} {ending}", return_tensors="pt")
        size = inputs.input_ids.shape[1]
        mask = torch.ones(1, 1, size, size)
        blocked = (1 - (mask.tril() if causal else mask)) * torch.finfo(torch.float32).min
        with torch.no_grad():
            states = model(inputs.input_ids, attention_mask=blocked).last_hidden_state[0]
        words.append(states[place])
        tokens.append(states[1:-1])
    centred = torch.stack(words) - torch.cat(tokens).mean(0)
    unit = centred / centred.norm(dim=1, keepdim=True)
    return unit @ unit.T


both = similarities(causal=False)
left_only = similarities(causal=True)  # the same weights, which never learnt to read this way
print(both, left_only, sep="\\n")
`;
}
