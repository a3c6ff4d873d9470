import { z } from 'zod';
import type { MeasuredArm, Measurement } from '../lessons/experiment.ts';
import type { TransferredError } from '../transferred-error.ts';
import { request } from './request.ts';

export interface ArmProgress {
  readonly id: string;
  /** Steps of a run, or sentences; `total` is 0 until it is known. */
  readonly done: number;
  readonly total: number;
  /** Of what is left of this arm, at the pace so far. */
  readonly secondsLeft: number | null;
  /** Steps with their training loss, or sentences asked with the share guessed right so far. */
  readonly curve: readonly (readonly [x: number, y: number])[];
  readonly result: MeasuredArm | null;
}

/** What an experiment of a lesson's quiz is doing, and what it gave when it was last done. */
export interface ExperimentState {
  readonly lesson: string;
  readonly experiment: string;
  /** `waiting`: a run goes, and goes first. */
  readonly phase: 'idle' | 'waiting' | 'running' | 'failed';
  /** In order, also of the last time since the studio began; empty where there was none. */
  readonly arms: readonly ArmProgress[];
  readonly error: TransferredError | null;
  readonly measurement: Measurement | null;
}

const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const one = z.strictObject({ lesson: name, experiment: name });

export const experimentRequests = {
  'experiments.list': request<readonly ExperimentState[]>()(z.strictObject({ lesson: name })),
  /** Answers when it has begun; `experiment.changed` tells the rest. One at a time. */
  'experiments.start': request<null>()(one),
  'experiments.cancel': request<null>()(one),
};
