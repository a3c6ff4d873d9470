import { CancelledError, StudioError } from '../../app/errors.ts';
import type { MetricPoint } from '../../app/runs/points.ts';
import type { RunProgress, RunStatus } from '../../app/runs/record.ts';
import type {
  EvaluationRecord,
  SaveRecord,
  StepRecord,
  TrainerCallback,
  TrainerContext,
  TrainOutput,
} from '../../app/training/callbacks.ts';
import type { WatchedExample } from '../../app/training/watched.ts';
import type { RunFolder } from './runs.ts';

/** A kill loses at most this much of the metrics, and `run.json` may lag behind by the second. */
const FLUSH_SECONDS = 1;
const UPDATE_SECONDS = 5;

/** Writes what happens in a run into its folder. Call `failed` when `Trainer.train` throws. */
export class RunRecorder implements TrainerCallback {
  readonly #run: RunFolder;
  readonly #watched: readonly WatchedExample[];
  readonly #now: () => number;
  #points: MetricPoint[] = [];
  #flushedAt: number;
  #updatedAt: number;

  /**
   * @param watched evaluation examples whose predictions are recorded.
   * @param now a clock in milliseconds.
   */
  constructor(
    run: RunFolder,
    watched: readonly WatchedExample[] = [],
    now: () => number = performance.now.bind(performance),
  ) {
    this.#run = run;
    this.#watched = watched;
    this.#now = now;
    this.#flushedAt = now();
    this.#updatedAt = now();
  }

  async onTrainBegin(context: TrainerContext, resumedFrom: string | null): Promise<void> {
    const { global_step: step, device, threads } = context.state;
    const at = new Date().toISOString();
    this.#points.push({ kind: 'start', step, checkpoint: resumedFrom, at, device, threads });
    if (this.#watched.length > 0) this.#points.push({ kind: 'watched', step, examples: this.#watched });
    await this.#update('running', context);
  }

  async onStepEnd(record: StepRecord, _secondsLeft: number | null, context: TrainerContext): Promise<void> {
    this.#points.push({ kind: 'step', ...record });
    const now = this.#now();
    if (now - this.#updatedAt >= UPDATE_SECONDS * 1000) await this.#update('running', context);
    else if (now - this.#flushedAt >= FLUSH_SECONDS * 1000) await this.#flush();
  }

  async onEvaluate(record: EvaluationRecord, context: TrainerContext): Promise<void> {
    this.#points.push({ kind: 'evaluation', ...record });
    await this.#update('running', context, { last_metrics: { loss: record.loss, ...record.report.metrics } });
  }

  /** A checkpoint that is there has every step up to it in the metrics: a run that goes on from it shows no gap. */
  async onBeforeSave(): Promise<void> {
    await this.#flush();
    await this.#run.metrics.sync();
  }

  async onSave({ step, checkpoint }: SaveRecord, context: TrainerContext): Promise<void> {
    this.#points.push({ kind: 'checkpoint', step, checkpoint });
    await this.#update('running', context, { last_checkpoint: checkpoint });
  }

  async onPause(context: TrainerContext): Promise<void> {
    await this.#update('paused', context);
  }

  async onResume(context: TrainerContext): Promise<void> {
    await this.#update('running', context);
  }

  async onTrainEnd(output: TrainOutput, context: TrainerContext): Promise<void> {
    this.#addEnd(output.ending, output.global_step, null);
    await this.#update(output.ending, context);
  }

  /** Records why training threw. What cannot be written then is not: the error that counts is the first one. */
  async failed(error: unknown): Promise<void> {
    // A record would make the folder anew, with nothing else in it.
    if (error instanceof StudioError && error.code === 'folder_gone') return;
    const cancelled = error instanceof CancelledError;
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof StudioError ? error.code : 'internal';
    const status: RunStatus = cancelled ? 'cancelled' : 'failed';
    try {
      this.#addEnd(status, this.#run.record.progress.global_step, cancelled ? null : message);
      await this.#run.update({ status, error: cancelled ? null : { code, message } });
      await this.#flush();
    } catch {
      // Most likely the disk is full, which is then what `error` says.
    }
  }

  #addEnd(status: RunStatus, step: number, message: string | null): void {
    this.#points.push({ kind: 'end', step, status, message, at: new Date().toISOString() });
  }

  async #update(
    status: RunStatus,
    { plan, state }: TrainerContext,
    more: Parameters<RunFolder['update']>[0] = {},
  ): Promise<void> {
    await this.#flush();
    const { global_step, epoch, elapsed_seconds, best_metric, best_model_checkpoint, device, threads } =
      state;
    const progress: RunProgress = { global_step, max_steps: plan.maxSteps, epoch, elapsed_seconds };
    await this.#run.update({
      status,
      progress,
      best_metric,
      best_model_checkpoint,
      device,
      threads,
      error: null,
      ...more,
    });
    this.#updatedAt = this.#now();
  }

  async #flush(): Promise<void> {
    const points = this.#points;
    this.#points = [];
    await this.#run.metrics.append(points);
    this.#flushedAt = this.#now();
  }
}
