import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { type Estimate, estimateRun, type Probe } from '../../../app/training/estimate.ts';
import { rate } from '../../components/figures.ts';

/** Null where no run can be made of the arguments, which the form then says. */
export function safeEstimate(args: TrainingArguments, probe: Probe): Estimate | null {
  try {
    return estimateRun(args, probe);
  } catch {
    return null;
  }
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(1)} s`;
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

/**
 * What the run will do, in sentences; `*figures*` stand between stars.
 *
 * @param hasHead the model has a head for the task already, as one that fills blanks has for hidden words.
 */
export function recipeWords(
  args: TrainingArguments,
  probe: Probe | null,
  counts: { readonly train: number; readonly evaluation: number } | null,
  hasHead: boolean,
): string {
  const size = probe ? `*${probe.headParameters.toLocaleString('en')}* ` : '';
  const head = hasHead
    ? `The head it has${size && `, ${size}weights,`} stays on top`
    : `A small head of ${size}random weights goes on top`;
  const trainable = probe ? probe.trainable - probe.headParameters : 0;
  const frozen = args.freeze_encoder
    ? 'and nothing but it moves'
    : probe && trainable < probe.parameters - probe.headParameters
      ? `and *${(trainable / 1e6).toFixed(1)}* million of the *${(probe.parameters / 1e6).toFixed(1)}* million below it move too`
      : probe
        ? `and all *${(probe.parameters / 1e6).toFixed(1)}* million then move`
        : 'and all weights then move';
  const estimate = probe ? safeEstimate(args, probe) : null;
  const rows = counts ? ` the ${counts.train.toLocaleString('en')} rows` : ' the rows';
  const batch = args.per_device_train_batch_size * args.gradient_accumulation_steps;
  const passes =
    args.max_steps > 0 ? `*${args.max_steps}* steps through` : `*${times(args.num_train_epochs)}* through`;
  const steps = estimate && args.max_steps <= 0 ? `, *${estimate.plan.maxSteps}* steps in all` : '';
  const falls = args.lr_scheduler_type.startsWith('constant') ? 'staying at' : 'falling to 0 from';
  return `${head}, ${frozen}: ${passes}${rows}, *${batch}* at a time${steps}, the learning rate ${falls} *${rate(args.learning_rate)}*. ${judgingWords(args, counts?.evaluation ?? null)}`;
}

function judgingWords(args: TrainingArguments, rows: number | null): string {
  const who = rows === null ? 'The validation rows' : `The ${rows.toLocaleString('en')} validation rows`;
  if (args.eval_strategy === 'no') return 'Nothing is judged on the way, so no best checkpoint is known.';
  const every =
    args.eval_strategy === 'epoch'
      ? 'after each epoch'
      : `every ${args.eval_steps ?? args.logging_steps} steps`;
  const start = args.eval_on_start ? 'before the first step and ' : '';
  const best = args.load_best_model_at_end
    ? ', and the best of them is kept'
    : args.save_strategy === 'no'
      ? '; no checkpoint is kept'
      : ', and the last is kept';
  const patience = args.early_stopping_patience;
  const early = patience === null ? '' : ` It ends early after ${times(patience)} without a better one.`;
  return `${who} are judged ${start}${every}${best}.${early}`;
}
