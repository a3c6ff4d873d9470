import { areIob2 } from './browsing/entities.ts';
import type { DatasetColumns } from './columns.ts';
import type { RawExample } from './raw-example.ts';

/** Why a row cannot be given a label by hand, with what to give instead; null where it can. */
export function labelProblem(
  given: string | readonly string[],
  example: RawExample | undefined,
  { problemType }: DatasetColumns,
): string | null {
  if (!example) return 'there is no such row any more.';
  const { words, label } = example;
  if (words) {
    if (typeof given === 'string' || given.length !== words.tokens.length)
      return `it has ${words.tokens.length} words, and needs as many tags.`;
    const wrong = given.find((tag) => !areIob2([tag]));
    return wrong !== undefined && areIob2(words.tags)
      ? `${JSON.stringify(wrong)} is no tag. Tags are O, or B- or I- with the type of an entity.`
      : null;
  }
  if (label === null) return 'it has no label to put right.';
  if (problemType === 'multi_label_classification') return null;
  if (typeof given !== 'string') return 'it has one label.';
  return problemType === 'regression' && !Number.isFinite(Number(given))
    ? `${JSON.stringify(given)} is no number, and this data has a number for each text.`
    : null;
}
