import type { TrainingArguments } from './arguments.ts';
import type { Baseline } from './metrics/report.ts';
import { dueLater, planTraining, type TrainingPlan } from './plan.ts';

/** What was measured on this computer for recipes of one shape; seconds are real ones. */
export interface Probe {
  /** ISO 8601. */
  readonly at: string;
  readonly device: string;
  readonly threads: number;
  /** The timed steps, warm-up left out. */
  readonly steps: readonly { readonly tokens: number; readonly seconds: number }[];
  /** Longest row of those steps, in tokens. */
  readonly longest: number;
  readonly train: { readonly examples: number; readonly tokens: number };
  /** Of the whole evaluation split, and of one timed batch of it. */
  readonly evaluation: {
    readonly examples: number;
    readonly tokens: number;
    readonly timed: { readonly tokens: number; readonly seconds: number };
    readonly baseline: Baseline | null;
  } | null;
  readonly parameters: number;
  readonly trainable: number;
  readonly headParameters: number;
  /** Bytes: the process before the model was there, and its peak. */
  readonly memory: { readonly program: number; readonly peak: number };
  /** Of writing to the disk that runs are on. */
  readonly bytesPerSecond: number;
}

/** Seconds, with the range that the spread of the timed steps gives. */
export interface Estimate {
  readonly plan: TrainingPlan;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly training: number;
  /** A step of median pace. */
  readonly step: number;
  readonly evaluations: number;
  /** Of one evaluation. */
  readonly evaluation: number;
  readonly saves: number;
  /** Of one save. */
  readonly save: number;
  readonly checkpointBytes: number;
}

const BYTES = 4;

/**
 * What a run will take, from what was measured. Saves of `save_strategy best` and an early stop are not known
 * beforehand: at most every evaluation saves, and the run goes to its end.
 * @throws StudioError `too_few_examples`.
 */
export function estimateRun(args: TrainingArguments, probe: Probe): Estimate {
  const plan = planTraining(args, probe.train.examples);
  const paces = probe.steps.map(({ tokens, seconds }) => seconds / tokens).sort((a, b) => a - b);
  const tokens = (probe.train.tokens * plan.maxSteps) / plan.stepsPerEpoch;
  const training = tokens * paces[Math.floor(paces.length / 2)]!;
  const due = dueLater(0, args, plan);
  const evaluations = probe.evaluation === null ? 0 : due.evaluations + (args.eval_on_start ? 1 : 0);
  const saves = args.save_strategy === 'best' ? due.evaluations : due.saves;
  const { timed, tokens: evaluationTokens } = probe.evaluation ?? { timed: null, tokens: 0 };
  const evaluation = timed === null ? 0 : (timed.seconds / timed.tokens) * evaluationTokens;
  const checkpointBytes = BYTES * (probe.parameters + 2 * probe.trainable);
  const save = checkpointBytes / probe.bytesPerSecond;
  const rest = evaluations * evaluation + saves * save;
  return {
    plan,
    seconds: training + rest,
    low: tokens * paces[0]! + rest,
    high: tokens * paces.at(-1)! + rest,
    training,
    step: training / plan.maxSteps,
    evaluations,
    evaluation,
    saves,
    save,
    checkpointBytes,
  };
}

/** Where the memory goes, in bytes; a batch has what is left of the measured peak. */
export function memoryParts({ parameters, trainable, memory }: Probe): {
  readonly weights: number;
  readonly optimizer: number;
  readonly program: number;
  readonly batch: number;
} {
  const weights = BYTES * (parameters + trainable);
  const optimizer = 2 * BYTES * trainable;
  const { program, peak } = memory;
  return { weights, optimizer, program, batch: Math.max(0, peak - weights - optimizer - program) };
}
