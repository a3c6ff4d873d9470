import { z } from 'zod';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, type Said, say, share, word } from '../said.ts';
import { hubName, modelName } from './models.ts';

export const attention = z.strictObject({
  kind: z.literal('attention'),
  id: z.string(),
  text: z.string().min(1),
  /** The word whose gaze is asked about first. */
  word: z.string().min(1),
  layer: z.coerce.number().int().min(1).default(1),
  head: z.coerce.number().int().min(1).default(1),
  model: modelName.default('bert-base-uncased'),
});

const SPECIAL: ReadonlySet<string> = new Set(['[CLS]', '[SEP]']);
export const isSpecial = (token: string): boolean => SPECIAL.has(token);

interface Gaze {
  readonly tokens: readonly string[];
  readonly from: number;
  /** What `from` gives every token, in this head. */
  readonly weights: readonly number[];
  readonly layer: number;
  readonly head: number;
  /** Share of attention that rests on [CLS] and [SEP]: [layers][heads]. */
  readonly special: readonly (readonly number[])[];
}

/** Where a head looks, what it rests on, and what that does not say. @param guess a token's place, or null. */
export function attentionTakeaway(
  { tokens, from, weights, layer, head, special }: Gaze,
  guess: number | null,
): Said {
  const words = weights.map((weight, i) => ({ weight, i })).filter(({ i }) => !isSpecial(tokens[i]!));
  const first = words.sort((a, b) => b.weight - a.weight)[0]!;
  const rest = weights.reduce((sum, weight, i) => sum + (isSpecial(tokens[i]!) ? weight : 0), 0);
  const heads = special.flat();
  const sinks = heads.filter((value) => value > 0.5).length;
  const isShort = tokens.filter(isSpecial).length >= tokens.length / 2;
  const told =
    guess === null
      ? say``
      : guess === first.i
        ? say`You said ${word(tokens[guess]!)}, and here it is so: `
        : say`You said ${word(tokens[guess]!)}, which gets ${share(weights[guess]!, 0)}. `;
  const where = say`${guess === first.i ? 'in' : 'In'} layer ${figure(layer)}, head ${figure(head)}, ${word(tokens[from]!)} gives ${share(first.weight, 0)} to ${word(tokens[first.i]!)} and ${share(rest, 0)} to ${word('[CLS]')} and ${word('[SEP]')}.`;
  const resting = isShort
    ? say`In so short a text that says little: every other token is one of those two. A longer one shows which heads prefer them.`
    : say`${figure(sinks)} of the ${figure(heads.length)} heads rest on those two more than half the time${sinks > 0 ? ', often a way of adding nothing, so a strong line is not yet an insight' : ''}. And where a head looks is not why the model answers.`;
  return say`${told}${where} ${resting}`;
}

/** The same with transformers. */
export function attentionPython(
  model: string,
  text: string,
  { layer, head }: { readonly layer: number; readonly head: number },
): string {
  return `import torch
from transformers import AutoModel, AutoTokenizer

name = ${pythonLiteral(hubName(model))}
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModel.from_pretrained(name, attn_implementation="eager").eval()

inputs = tokenizer(${pythonLiteral(text)}, return_tensors="pt")
with torch.no_grad():
    attentions = model(**inputs, output_attentions=True).attentions
weights = attentions[${layer - 1}][0, ${head - 1}]  # layer ${layer}, head ${head}: rows look at columns
print(tokenizer.convert_ids_to_tokens(inputs.input_ids[0]))
print(weights)
`;
}
