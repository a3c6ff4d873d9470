import { bestMetricOf, isBetterWhenGreater } from '../training/best-model.ts';
import type { EvaluationPoint, MetricPoint } from './points.ts';
import { courseOf } from './points.ts';
import type { RunRecord } from './record.ts';

export interface ComparedRun {
  readonly record: RunRecord;
  readonly points: readonly MetricPoint[];
}

/** One setting or metric, with a value for each run in the order given; null where a run has none. */
interface Row<Value> {
  readonly name: string;
  readonly values: readonly (Value | null)[];
}

interface MetricSummary {
  readonly best: number;
  readonly bestStep: number;
  readonly last: number;
}

export interface RunComparison {
  /** Only settings that differ. */
  readonly settings: readonly Row<string>[];
  readonly metrics: readonly Row<MetricSummary>[];
}

/** What distinguishes runs and what came of it: their differing settings, and best and last value of each metric. */
export function compareRuns(runs: readonly ComparedRun[]): RunComparison {
  const settings = runs.map(({ record }) => settingsOf(record));
  const metrics = runs.map(summarize);
  return {
    settings: rowsOf(settings).filter(({ values }) => new Set(values).size > 1),
    metrics: rowsOf(metrics),
  };
}

function rowsOf<Value>(columns: readonly ReadonlyMap<string, Value>[]): Row<Value>[] {
  const names = new Set(columns.flatMap((column) => [...column.keys()]));
  return [...names].map((name) => ({ name, values: columns.map((column) => column.get(name) ?? null) }));
}

function settingsOf(record: RunRecord): Map<string, string> {
  const { output_dir, ...args } = record.args;
  const settings: Record<string, unknown> = {
    model: record.model,
    dataset: record.dataset.name,
    task: record.head.task,
    train_examples: record.dataset.train_examples,
    eval_examples: record.dataset.eval_examples,
    ...record.dataset.options,
    ...args,
    device: record.device,
    threads: record.threads,
  };
  return new Map(Object.entries(settings).map(([name, value]) => [name, describe(value)]));
}

const describe = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function summarize({ record, points }: ComparedRun): Map<string, MetricSummary> {
  const chosen = bestMetricOf(record.args);
  const evaluations = courseOf(points).filter(
    (point): point is EvaluationPoint => point.kind === 'evaluation',
  );
  const summaries = new Map<string, MetricSummary>();
  for (const { step, loss, report } of evaluations) {
    for (const [name, value] of Object.entries({ loss, ...report.metrics })) {
      const greater = chosen?.name === name ? chosen.greaterIsBetter : isBetterWhenGreater(name);
      const before = summaries.get(name);
      const isBetter =
        before === undefined ||
        Number.isNaN(before.best) ||
        (greater ? value > before.best : value < before.best);
      summaries.set(name, {
        best: isBetter ? value : before.best,
        bestStep: isBetter ? step : before.bestStep,
        last: value,
      });
    }
  }
  return summaries;
}
