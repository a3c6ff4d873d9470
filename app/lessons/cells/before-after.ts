import { z } from 'zod';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, inWords, type Said, say } from '../said.ts';

export const beforeAfter = z.strictObject({
  kind: z.literal('before-after'),
  id: z.string(),
  /** The fine-tune cell whose rows and runs are shown. */
  of: z.string().min(1),
});

export interface SeenExample {
  readonly text: string;
  readonly pair: string | null;
  /** Null where only the learner knows. */
  readonly label: string | null;
}
/** Probability of each label. */
export type Scores = readonly number[];

const verdict = (scores: Scores) => scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);

export function isRight(example: SeenExample, scores: Scores, labels: readonly string[]): boolean {
  return labels[verdict(scores)] === example.label;
}

/** A few of the examples, of every label as evenly as they come, in their order: their positions. */
export function fewOf(examples: readonly Pick<SeenExample, 'label'>[], count: number): number[] {
  const seen = new Map<string, number>();
  const turns = examples.map(({ label: given }) => {
    const label = given ?? '';
    const turn = seen.get(label) ?? 0;
    seen.set(label, turn + 1);
    return turn;
  });
  const places = [...examples.keys()].sort((a, b) => turns[a]! - turns[b]! || a - b);
  return places.slice(0, count).sort((a, b) => a - b);
}

/** Whether the answer of `scores` is another than that of `before`. */
export function isFlip(before: Scores, scores: Scores): boolean {
  return verdict(before) !== verdict(scores);
}

interface Verdicts {
  readonly examples: readonly SeenExample[];
  readonly labels: readonly string[];
  readonly before: readonly Scores[];
  /** Of the latest evaluation; null before the first one after training began. */
  readonly after: readonly Scores[] | null;
}

/** @param guess how many the untrained head was expected to get right; null for none. */
export function beforeAfterTakeaway(
  { examples, labels, before, after }: Verdicts,
  guess: number | null,
): Said {
  const right = (all: readonly Scores[]) =>
    examples.filter((example, i) => isRight(example, all[i]!, labels)).length;
  const surest = Math.max(...before.map((scores) => Math.max(...scores)));
  const answers = new Set(before.map(verdict)).size;
  const count = examples.length;
  const opening = guess === null ? say`` : say`You said ${figure(guess)}. `;
  const untrained = say`${opening}The untrained head gets ${figure(right(before))} of ${figure(count)}, and is never surer than ${figure(surest.toFixed(2))}${
    answers === 1 ? ': it gives every one of them the same answer' : ''
  }.`;
  if (after === null) {
    const even = labels.length === 2 ? 'close to a coin' : 'close to a draw of lots';
    return say`${untrained} ${surest < 0.65 ? `That is ${even}: its weights are random, so whatever it gets right is luck.` : 'Its weights are random, so however sure it sounds, whatever it gets right is luck.'}`;
  }
  const flips = before.filter((scores, i) => isFlip(scores, after[i]!)).length;
  const gained = right(after) - right(before);
  const result = say`After training it gets ${figure(right(after))} of ${figure(count)}: ${inWords(flips)} of its answers turned round.`;
  const ending =
    gained > 0
      ? `That is how it looks on ${inWords(count)}; how much it is, only the whole evaluation shows.`
      : `On these ${inWords(count)} that is no gain; the whole evaluation has to decide.`;
  return say`${untrained} ${result} ${ending}`;
}

/** Asking a run's exported folder with transformers. */
export function beforeAfterPython(folder: string, examples: readonly SeenExample[]): string {
  const pairs = examples.map(
    ({ text, pair }) =>
      `    {"text": ${pythonLiteral(text)}${pair === null ? '' : `, "text_pair": ${pythonLiteral(pair)}`}},`,
  );
  return `from transformers import pipeline

# The folder that Runs exports. Without training, the head of bert-base-uncased would be random here, too.
classify = pipeline("text-classification", model=${pythonLiteral(folder)}, top_k=None)
examples = [
${pairs.join('\n')}
]
answers = classify(examples)
for example, scores in zip(examples, answers):
    print(example["text"][:40], {score["label"]: round(score["score"], 2) for score in scores})
`;
}
