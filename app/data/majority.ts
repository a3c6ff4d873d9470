/** What always giving the commonest label scores, with F1 as MRPC counts it: that label is the positive one. */
interface Majority {
  readonly label: string;
  readonly accuracy: number;
  readonly f1: number;
}

/** @param labels with their counts; null where there are none. Precision is the share, recall 1, so F1 = 2s / (1 + s). */
export function majorityOf(labels: readonly { label: string; count: number }[]): Majority | null {
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const top = labels.reduce((a, b) => (b.count > a.count ? b : a));
  const accuracy = top.count / total;
  return { label: top.label, accuracy, f1: (2 * accuracy) / (1 + accuracy) };
}
