import type { LabelCount } from './labels.ts';

interface AlwaysScores {
  readonly accuracy: number;
  /** With the answer that is always given as the positive one, as MRPC counts it. */
  readonly f1: number;
}

/** What always giving one answer scores where it is right for `part` of the rows: precision is `part`, recall 1. */
export function alwaysScores(part: number): AlwaysScores {
  return { accuracy: part, f1: (2 * part) / (1 + part) };
}

/** What always giving the commonest of the labels scores; null where there are none. */
export function majorityOf(
  labels: readonly LabelCount[],
): ({ readonly label: string } & AlwaysScores) | null {
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const top = labels.reduce((a, b) => (b.count > a.count ? b : a));
  return { label: top.label, ...alwaysScores(top.count / total) };
}
