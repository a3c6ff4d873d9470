import { z } from 'zod';
import type { RunBest } from '../runs/best.ts';
import type { MetricPoint } from '../runs/points.ts';
import type { RunRecord } from '../runs/record.ts';
import { request } from './request.ts';
import type { TrainingEvent } from './training.ts';

const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\.][^/\\]*$/);
const name = z.string().trim().min(1).max(120);

export interface RunSummary {
  readonly record: RunRecord;
  /** Training loss in at most 60 values, each the mean of an equal stretch. */
  readonly spark: readonly number[];
  readonly best: RunBest | null;
  /** Null where no process of this studio works on it. */
  readonly live: LiveRun | null;
}

/** What a process of this studio is doing for a run right now. */
export interface LiveRun {
  readonly activity: 'starting' | 'training' | 'evaluating' | 'paused';
  readonly step: number;
  readonly maxSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly secondsLeft: number | null;
  readonly evaluated: { readonly done: number; readonly total: number } | null;
  readonly messages: readonly { readonly level: 'info' | 'warning'; readonly message: string }[];
}

export interface RunDetail extends RunSummary {
  /** The whole course so far, in order. */
  readonly points: readonly MetricPoint[];
}

const recipe = z.strictObject({
  model: z.string().min(1).max(500),
  dataset: z.string().min(1).max(500),
  /** Values by name, as a form has them; the table of TrainingArguments checks them. */
  args: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  name: name.optional(),
});
export type Recipe = z.input<typeof recipe>;

const STEERING = ['pause', 'resume', 'save', 'stop-and-save', 'cancel'] as const;

export const runRequests = {
  'runs.list': request<readonly RunSummary[]>()(z.strictObject({})),
  'runs.get': request<RunDetail>()(z.strictObject({ id })),
  /** Answers once the run takes steps; one at a time. */
  'runs.start': request<{ readonly id: string }>()(recipe),
  'runs.steer': request<null>()(z.strictObject({ id, command: z.enum(STEERING) })),
  /** Goes on from the last checkpoint. */
  'runs.resume': request<null>()(z.strictObject({ id })),
  'runs.rename': request<null>()(z.strictObject({ id, name })),
  /** To the trash, from which `runs.restore` takes it back. */
  'runs.delete': request<null>()(z.strictObject({ id })),
  'runs.restore': request<null>()(z.strictObject({ id })),
};

export interface RunEvent {
  readonly id: string;
  readonly event: TrainingEvent;
}
