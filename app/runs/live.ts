import type { LiveBatch, TrainingEvent } from '../contract/training.ts';
import { assertNever } from '../errors.ts';

/** What a process of this studio is doing for a run right now. */
export interface LiveRun {
  readonly activity: 'starting' | 'training' | 'evaluating' | 'paused' | 'stopping';
  readonly step: number;
  readonly maxSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Spent on the run so far; null until this process takes a step. */
  readonly elapsedSeconds: number | null;
  readonly secondsLeft: number | null;
  readonly evaluated: { readonly done: number; readonly total: number } | null;
  readonly device: string;
  readonly threads: number;
  /** Null until the first step. */
  readonly memoryBytes: number | null;
  readonly batch: LiveBatch | null;
  /** The checkpoint this process went on from. */
  readonly resumedFrom: string | null;
  readonly messages: readonly { readonly level: 'info' | 'warning'; readonly message: string }[];
}

const MESSAGES_KEPT = 20;

export function startingRun(epochs: number): LiveRun {
  return {
    activity: 'starting',
    step: 0,
    maxSteps: 0,
    epoch: 0,
    epochs,
    elapsedSeconds: null,
    secondsLeft: null,
    evaluated: null,
    device: '',
    threads: 0,
    memoryBytes: null,
    batch: null,
    resumedFrom: null,
    messages: [],
  };
}

/** What a run is doing after an event of its process; the studio and its windows reckon alike. */
export function afterEvent(live: LiveRun, event: TrainingEvent): LiveRun {
  const isStopping = live.activity === 'stopping';
  switch (event.type) {
    case 'started': {
      const { step, maxSteps, epochs, device, threads, resumedFrom } = event;
      return { ...live, activity: 'training', step, maxSteps, epochs, device, threads, resumedFrom };
    }
    case 'progress': {
      const last = event.points.findLast((point) => point.kind === 'step');
      const place = last ? { step: last.step, epoch: last.epoch, elapsedSeconds: last.elapsed_seconds } : {};
      const { secondsLeft, memoryBytes } = event;
      const activity = isStopping ? live.activity : 'training';
      return { ...live, ...place, activity, evaluated: null, secondsLeft, memoryBytes };
    }
    case 'batch': {
      const { type, ...batch } = event;
      return { ...live, batch };
    }
    case 'evaluating': {
      const activity = isStopping ? live.activity : 'evaluating';
      return { ...live, activity, evaluated: { done: event.done, total: event.total } };
    }
    case 'paused':
      return { ...live, activity: 'paused' };
    case 'resumed':
      return { ...live, activity: 'training' };
    case 'log': {
      const { level, message } = event;
      return { ...live, messages: [...live.messages, { level, message }].slice(-MESSAGES_KEPT) };
    }
    case 'finished':
    case 'cancelled':
    case 'failed':
      return live;
    default:
      return assertNever(event);
  }
}
