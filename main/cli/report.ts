import { counted } from '../../app/counted.ts';
import type { EvaluationResult } from '../../app/training/evaluation.ts';
import { confusionTable } from '../../app/training/metrics/confusion-table.ts';
import type { Skipped } from '../storage/load-rows.ts';
import { print, table } from './output.ts';

/** Metrics beside their 95 % intervals and the baseline, scores of each class, and the confusion matrix. */
export function printEvaluation({ loss, report }: EvaluationResult): void {
  const { metrics, intervals, baseline, byClass } = report;
  const figure = (value: number | undefined) =>
    value === undefined ? '' : Number.isNaN(value) ? 'undefined' : value.toFixed(4);
  const rows = Object.entries({ loss, ...metrics }).map(([name, value]) => {
    const interval = intervals[name]?.map((end) => end.toFixed(3)).join(' to ') ?? '';
    return [name, figure(value), interval, ...(baseline ? [figure(baseline.metrics[name])] : [])];
  });
  print(table([['metric', 'value', '95 % interval', ...(baseline ? ['baseline'] : [])], ...rows]));
  if (baseline) print(`baseline: ${baseline.strategy}`);
  if (byClass.length > 0) {
    const classes = byClass.map(({ label, precision, recall, f1, support }) => [
      label,
      ...[precision, recall, f1].map(figure),
      String(support),
    ]);
    print(`\n${table([['class', 'precision', 'recall', 'f1', 'support'], ...classes])}`);
  }
  const confusion = confusionTable(report);
  if (confusion) {
    const { rows, columns, cells, counted: what } = confusion;
    const counts = cells.map((row, i) => [rows[i]!, ...row.map((count) => count?.toString() ?? '')]);
    print(`\n${table([['true \\ predicted', ...columns], ...counts])}`);
    print(what);
  }
}

/** Rows that were left out, by reason, with the first places: one line a reason. */
export function skippedLines(skipped: Skipped): string[] {
  return Object.entries(skipped).map(([reason, { count, first }]) => {
    const rest = count > first.length ? ', ...' : '';
    return `Skipped ${counted(count, 'row')}: ${reason} (${first.join(', ')}${rest}).`;
  });
}
