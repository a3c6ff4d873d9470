import type { RunSummary } from '../../../app/contract/runs.ts';
import type { RunRecord } from '../../../app/runs/record.ts';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { shortNames } from '../../components/curves/short-names.ts';
import type { Measured } from '../../components/run/PredictScale.tsx';

/** Arguments that make no other recipe: chance, and where and how it is written down. */
const BESIDE: ReadonlySet<string> = new Set([
  'output_dir',
  'seed',
  'data_seed',
  'threads',
  'save_total_limit',
  'logging_strategy',
  'logging_steps',
  'per_device_eval_batch_size',
  'eval_on_start',
]);

interface Earlier {
  /** Runs of the same recipe, whatever their seed, newest first. */
  readonly measured: readonly Measured[];
  /** As any run on this data found. */
  readonly baseline: number | null;
  readonly head: RunRecord['head'] | null;
  readonly counts: { readonly train: number; readonly evaluation: number } | null;
}

/** What earlier runs tell of one that is about to start. */
export function earlierRuns(
  runs: readonly RunSummary[],
  model: string,
  dataset: string,
  args: TrainingArguments,
): Earlier {
  const onData = runs.filter(({ record }) => record.dataset.name === dataset);
  const same = onData.filter(
    (run) =>
      run.model === model &&
      run.best?.isMain &&
      run.live === null &&
      Object.entries(args).every(
        ([name, value]) =>
          BESIDE.has(name) || JSON.stringify(run.record.args[name as never]) === JSON.stringify(value),
      ),
  );
  const [first] = onData;
  const names = shortNames(same.map(({ record }) => record.name));
  return {
    measured: same.map(({ record, best }, i) => ({
      label: `${names[i]}, seed ${record.args.seed}:`,
      value: best!.value,
      interval: best!.interval,
    })),
    baseline: onData.find(({ best }) => best?.isMain)?.best?.baseline ?? null,
    head: first?.record.head ?? null,
    counts: first
      ? { train: first.record.dataset.train_examples, evaluation: first.record.dataset.eval_examples }
      : null,
  };
}
