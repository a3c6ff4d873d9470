import { assertNever } from '../../app/errors.ts';
import type { PreparedData } from './training-data.ts';

/** More labels than these are counted, not named. */
const NAMED = 6;

/**
 * What a run learns from which columns, and from how many rows: what was detected is told before it is trusted.
 *
 * @returns one sentence.
 */
export function summaryOf({ dataset, head, train, validation }: PreparedData): string {
  const { columns } = dataset;
  const from = columns.textPair === null ? `${columns.text}` : `${columns.text} and ${columns.textPair}`;
  const held = validation ? `, ${validation.source.length} to evaluate on` : ', none to evaluate on';
  const rows = `${train.source.length} to learn from${held}`;
  switch (head.task) {
    case 'text-classification': {
      const what = head.problemType === 'regression' ? 'a number' : named(head.labels);
      return `Learns ${columns.label ?? 'the label'} (${what}) from ${from}. Rows: ${rows}.`;
    }
    case 'token-classification':
      return `Learns the tags of words (${named(head.labels)}). Rows: ${rows}.`;
    case 'fill-mask':
      return `Learns to guess hidden words of ${from}, for which labels are not needed. Rows: ${rows}.`;
    default:
      return assertNever(head.task);
  }
}

function named(labels: readonly string[]): string {
  const some = labels.slice(0, NAMED).join(', ');
  return labels.length > NAMED ? `${labels.length} labels: ${some}, ...` : some;
}
