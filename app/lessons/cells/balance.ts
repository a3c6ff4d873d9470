import { z } from 'zod';
import type { LabelCount } from '../../data/labels.ts';
import { alwaysScores } from '../../data/majority.ts';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, percent, type Said, say, share, word } from '../said.ts';
import { labelMeanings } from './labels.ts';

export const balance = z.strictObject({
  kind: z.literal('balance'),
  id: z.string(),
  dataset: z.string().min(1),
  /** What its labels mean, by label: `0=different|1=same`. */
  labels: labelMeanings.optional(),
  /** Share of the commoner answer to begin with, in per cent: MRPC's validation rows have 68. */
  share: z.coerce.number().min(50).max(99).default(68),
});

/** @param guess the accuracy the learner expected of always the same answer, between 0 and 1; null for none. */
export function balanceTakeaway(part: number, guess: number | null): Said {
  const { accuracy, f1 } = alwaysScores(part);
  const opening = guess === null ? say`` : say`You said ${share(guess, 0)}. `;
  return say`${opening}A program that never reads a word is right in ${share(accuracy, 0)} of these rows and has an F1 of ${figure(f1.toFixed(2))}. ${
    part > 0.55
      ? say`A trained model has to be judged from there, not from zero; F1 flatters the commoner answer even more than accuracy does.`
      : say`With answers this even, accuracy starts near ${share(0.5, 0)}, and what is above it was learnt.`
  }`;
}

/** The figures of a chosen dataset, and what they cannot say. @param unit what has a label each. */
export function ownDataTakeaway(title: string, labels: readonly LabelCount[], unit: 'rows' | 'words'): Said {
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  const [most] = labels;
  if (!most || total === 0) return say`${title} has no labels to count.`;
  const part = most.count / total;
  const even = part <= 1 / labels.length + 0.05;
  return say`${word(title)}: ${figure(most.count.toLocaleString('en'))} of ${figure(total.toLocaleString('en'))} ${unit} have the answer ${word(most.label)}, ${figure(percent(part))}. ${
    even ? 'It is balanced' : 'It is not balanced'
  }, and that is all this figure says: whether the rows are like those the model will meet, no count can tell.`;
}

/** The same with scikit-learn. */
export function balancePython(part: number): string {
  const yes = Math.round(part * 100);
  return `from sklearn.metrics import accuracy_score, f1_score

answers = [1] * ${pythonLiteral(yes)} + [0] * ${pythonLiteral(100 - yes)}
always_yes = [1] * 100
accuracy = accuracy_score(answers, always_yes)
f1 = f1_score(answers, always_yes)
print(f"accuracy {accuracy:.2f}, F1 {f1:.2f}")
`;
}
