import { z } from 'zod';
import { TRAINING_DEVICE_CHOICES } from '../devices.ts';
import type { RunBest } from '../runs/best.ts';
import type { LiveRun } from '../runs/live.ts';
import type { MetricPoint } from '../runs/points.ts';
import type { RunRecord } from '../runs/record.ts';
import type { Spark } from '../runs/spark.ts';
import { request } from './request.ts';
import type { TrainingEvent } from './training.ts';

/** A run's folder name: one level below the folder of all runs. */
export const runId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\.][^/\\]*$/);
const name = z.string().trim().min(1).max(200);

export interface RunSummary {
  /** `record.name` is the name a person gave, `record.id` the folder's. */
  readonly record: RunRecord;
  readonly note: string;
  /** What was predicted before the start, as a share from 0 to 1. */
  readonly guess: number | null;
  readonly spark: Spark;
  readonly best: RunBest | null;
  /** Null where no process of this studio works on it. */
  readonly live: LiveRun | null;
  /** How its process died, in a sentence, where it did since the studio was opened; else what of its files cannot be read. */
  readonly problem: string | null;
  readonly checkpoints: readonly string[];
  /** What requests name the model by that it starts from. */
  readonly model: string;
}

export interface RunDetail extends RunSummary {
  /** The whole course so far, in order. */
  readonly points: readonly MetricPoint[];
}

/** A run that starts when the one that is going has ended. Kept as long as the studio is open. */
export interface QueuedRun {
  readonly id: string;
  readonly name: string;
  readonly isResume: boolean;
  /** Why it could not be started when its turn came. */
  readonly error: string | null;
}

const recipe = z.strictObject({
  /** As inference names models; a checkpoint of a run too. */
  model: z.string().min(1).max(500),
  dataset: z.string().min(1).max(500),
  /** Values by name, as a form has them; the table of TrainingArguments checks them. */
  args: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Recipe = z.input<typeof recipe>;
export { recipe as recipeSchema };

const STEERING = ['pause', 'resume', 'save', 'stop-and-save', 'cancel'] as const;

export const runRequests = {
  'runs.list': request<readonly RunSummary[]>()(z.strictObject({})),
  'runs.get': request<RunDetail>()(z.strictObject({ id: runId })),
  /** Answers once the run takes steps, or at once where it has to wait for another: one at a time. */
  'runs.start': request<{ readonly id: string; readonly queued: boolean }>()(
    recipe.extend({ name: name.optional(), guess: z.number().min(0).max(1).optional() }),
  ),
  'runs.steer': request<null>()(z.strictObject({ id: runId, command: z.enum(STEERING) })),
  /** Goes on from the last checkpoint, where it was or on another device; waits as `runs.start` does. */
  'runs.resume': request<{ readonly queued: boolean }>()(
    z.strictObject({ id: runId, device: z.enum(TRAINING_DEVICE_CHOICES).optional() }),
  ),
  'runs.queue': request<readonly QueuedRun[]>()(z.strictObject({})),
  'runs.unqueue': request<null>()(z.strictObject({ id: runId })),
  'runs.describe': request<null>()(
    z.strictObject({ id: runId, name: name.optional(), note: z.string().max(5000).optional() }),
  ),
  /** To the trash, from which `runs.restore` takes it back. */
  'runs.delete': request<null>()(z.strictObject({ id: runId })),
  'runs.restore': request<null>()(z.strictObject({ id: runId })),
};

export interface RunEvent {
  readonly id: string;
  readonly event: TrainingEvent;
}
