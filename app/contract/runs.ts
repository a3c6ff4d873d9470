import { z } from 'zod';
import type { MetricPoint } from '../runs/points.ts';
import type { RunRecord, RunStatus } from '../runs/record.ts';
import { request } from './request.ts';
import type { TrainingEvent } from './training.ts';

const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\]+$/);

export interface RunSummary {
  readonly record: RunRecord;
  readonly note: string;
  /** Training loss, at most 60 values over the whole run, means of equal stretches. */
  readonly spark: readonly number[];
  /** The size of the evaluation and its 95 % interval for the metric that chooses the best. */
  readonly best: RunBest | null;
  /** Null where no process of this studio works on it. */
  readonly live: LiveRun | null;
  /** Position in the queue, from 1; null when not waiting. */
  readonly queued: number | null;
}

export interface RunBest {
  readonly metric: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly baseline: number | null;
  readonly step: number;
}

/** What a process of this studio is doing for a run right now. */
export interface LiveRun {
  readonly activity: 'starting' | 'training' | 'evaluating' | 'paused' | 'stopping';
  readonly step: number;
  readonly maxSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly secondsLeft: number | null;
  readonly evaluated: { readonly done: number; readonly total: number } | null;
  readonly memoryBytes: number | null;
  readonly messages: readonly { readonly level: 'info' | 'warning'; readonly message: string }[];
}

/** One of the fixed evaluation examples whose predictions are followed. */
export interface WatchedExample {
  readonly row: number;
  readonly text: string;
  readonly textPair: string | null;
  readonly label: string;
  readonly predictions: readonly {
    readonly step: number;
    readonly label: string;
    readonly probability: number;
  }[];
}

/** The batch of the step last taken. */
export interface BatchView {
  readonly step: number;
  readonly rows: readonly {
    readonly row: number;
    readonly text: string;
    readonly textPair: string | null;
    readonly tokens: number;
  }[];
  readonly tokens: number;
  readonly paddedTokens: number;
}

export interface RunDetail extends RunSummary {
  /** The whole course so far, in order. */
  readonly points: readonly MetricPoint[];
  readonly watched: readonly WatchedExample[];
  readonly batch: BatchView | null;
}

const columns = z.strictObject({
  text: z.string().optional(),
  textPair: z.string().optional(),
  label: z.string().optional(),
  task: z.enum(['text-classification', 'token-classification', 'fill-mask']).optional(),
});

/** Argument values as the form has them; the table of TrainingArguments checks them. */
const args = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const recipe = z.strictObject({
  model: z.string().min(1).max(500),
  /** Id of a dataset. */
  dataset: z.string().min(1).max(500),
  columns: columns.default({}),
  validationShare: z.number().gt(0).lt(1).default(0.2),
  args,
});
export type Recipe = z.input<typeof recipe>;

/** Seconds and bytes, with the probe they come from. */
export interface Estimate {
  readonly steps: number;
  readonly seconds: { readonly low: number; readonly likely: number; readonly high: number };
  readonly trainSeconds: number;
  readonly evaluationSeconds: number;
  readonly bytes: number;
  readonly memory: {
    readonly weights: number;
    readonly optimizer: number;
    readonly activations: number;
    readonly other: number;
  };
  readonly freeBytes: number;
  /** Real steps that were timed, in a process of its own, on the recipe's own rows. */
  readonly probe: { readonly steps: number; readonly secondsPerStep: number; readonly device: string };
  readonly trainExamples: number;
  readonly evalExamples: number;
  readonly truncated: number;
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  readonly warnings: readonly string[];
}

export const STEERING = ['pause', 'resume', 'save', 'stop-and-save', 'cancel'] as const;
export const EXPORT_FORMATS = ['huggingface', 'onnx', 'python', 'csv'] as const;

export const runRequests = {
  'runs.list': request<readonly RunSummary[]>()(z.strictObject({})),
  'runs.get': request<RunDetail>()(z.strictObject({ id })),
  /** Starts at once, or queues behind the run that is going. */
  'runs.start': request<{ readonly id: string }>()(
    recipe.extend({ name: z.string().max(120).optional(), guess: z.number().min(0).max(1).optional() }),
  ),
  'runs.steer': request<null>()(z.strictObject({ id, command: z.enum(STEERING) })),
  /** Goes on from the last checkpoint. */
  'runs.resume': request<null>()(z.strictObject({ id })),
  'runs.edit': request<null>()(
    z.strictObject({
      id,
      name: z.string().min(1).max(120).optional(),
      note: z.string().max(10_000).optional(),
    }),
  ),
  /** To the trash; `runs.restore` takes it back. */
  'runs.delete': request<null>()(z.strictObject({ id })),
  'runs.restore': request<null>()(z.strictObject({ id })),
  /** Writes the export and answers a handle: a file to download, or the folder it lies in. */
  'runs.export': request<ExportedFile>()(
    z.strictObject({
      id,
      format: z.enum(EXPORT_FORMATS),
      precision: z.enum(['float32', 'float16', 'int8']).default('float32'),
    }),
  ),
  'runs.estimate': request<Estimate>()(recipe),
};

export interface ExportedFile {
  /** Opened by `GET /files/<handle>` in the browser, by the system's file manager on a desktop. */
  readonly handle: string;
  readonly name: string;
  readonly bytes: number;
  /** Where it lies on this computer. */
  readonly path: string;
}

export interface RunEvent {
  readonly id: string;
  readonly event: TrainingEvent;
  readonly status: RunStatus;
}
