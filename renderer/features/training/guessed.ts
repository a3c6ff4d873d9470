import type { RunRecord } from '../../../app/runs/record.ts';
import type { Baseline } from '../../../app/training/metrics/report.ts';

/** The one figure a person predicts before the start: see `mainMetric`. */
export interface Guessed {
  readonly metric: 'accuracy' | 'f1';
  readonly of: 'rows' | 'words' | 'names';
}

interface Known {
  /** As the data's card tells it. */
  readonly task: string;
  /** What the simplest answer scores, as a probe counted it. */
  readonly baseline: Baseline | null;
  /** Of an earlier run on the same data. */
  readonly head: RunRecord['head'] | null;
}

/** What is predicted of a run; null where a share would say nothing: numbers, hidden words. */
export function guessedOf({ task, baseline, head }: Known): Guessed | null {
  if (/token-classification/.test(task)) {
    // Tags that mark no names, such as parts of speech, have a commonest one that scores.
    const areNames = head ? head.labels.includes('O') : (baseline?.metrics.f1 ?? 0) === 0;
    return areNames ? { metric: 'f1', of: 'names' } : { metric: 'accuracy', of: 'words' };
  }
  const isNumber = head?.problemType === 'regression' || (baseline && !('accuracy' in baseline.metrics));
  return !/text-classification/.test(task) || isNumber ? null : { metric: 'accuracy', of: 'rows' };
}
