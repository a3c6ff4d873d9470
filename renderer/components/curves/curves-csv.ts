import type { Course } from './series.ts';

const COLUMNS = ['split', 'step', 'epoch', 'elapsed_seconds', 'loss'] as const;
const STEP_COLUMNS = ['learning_rate', 'grad_norm', 'tokens', 'padded_tokens', 'seconds'] as const;

/** Every step and every evaluation with all its metrics and the ends of their intervals, a line each. */
export function curvesCsv({ steps, evaluations }: Course): string {
  const metrics = [...new Set(evaluations.flatMap(({ report }) => Object.keys(report.metrics)))];
  const lines = [
    [...COLUMNS, ...STEP_COLUMNS, ...metrics.flatMap((name) => [name, `${name}_low`, `${name}_high`])],
    ...[...steps, ...evaluations]
      .sort((a, b) => a.step - b.step || (a.kind === 'step' ? -1 : 1))
      .map((point) => {
        const { step, epoch, elapsed_seconds, loss } = point;
        const common = [point.kind === 'step' ? 'train' : 'validation', step, epoch, elapsed_seconds, loss];
        if (point.kind === 'step')
          return [
            ...common,
            ...STEP_COLUMNS.map((name) => point[name]),
            ...metrics.flatMap(() => ['', '', '']),
          ];
        const { report } = point;
        const figures = metrics.flatMap((name) => [
          report.metrics[name] ?? '',
          ...(report.intervals[name] ?? ['', '']),
        ]);
        return [...common, ...STEP_COLUMNS.map(() => ''), ...figures];
      }),
  ];
  return `${lines.map((line) => line.join(',')).join('\n')}\n`;
}
