import type { QueuedRun } from '../../../app/contract/runs.ts';
import type { TrainingEvent } from '../../../app/contract/training.ts';
import { StudioError } from '../../../app/errors.ts';
import { afterEvent, type LiveRun, startingRun } from '../../../app/runs/live.ts';
import type { MetricPoint } from '../../../app/runs/points.ts';
import { receiveError } from '../../../app/transferred-error.ts';
import type { TrainingJob } from '../../workers/training-job.ts';
import { type SteeringCommand, TrainingWorker } from '../../workers/training-worker.ts';
import type { StudioContext } from './context.ts';

/** A run that is to be trained. */
interface WantedRun {
  readonly id: string;
  readonly name: string;
  readonly job: TrainingJob;
  /** Called once it takes steps for the first time: its folder is there then. */
  readonly onStarted: () => Promise<void>;
}

interface Going {
  readonly worker: TrainingWorker;
  live: LiveRun;
  /** What its process told since it started, or started anew on another device; the file has it a second later. */
  points: MetricPoint[];
  /** Its last event has come; the process itself ends a moment later. */
  isOver: boolean;
}

interface Waiting {
  readonly wanted: WantedRun;
  error: string | null;
}

/** The training processes of the studio: one at a time, the others wait in a queue. Windows come and go beside them. */
export class RunProcesses {
  readonly #context: StudioContext;
  readonly #going = new Map<string, Going>();
  #waiting: Waiting[] = [];
  /** Why processes died, by run, until it is trained again. */
  readonly #deaths = new Map<string, string>();

  constructor(context: StudioContext) {
    this.#context = context;
  }

  get isTraining(): boolean {
    return this.#going.size > 0;
  }

  liveOf(id: string): LiveRun | null {
    return this.#going.get(id)?.live ?? null;
  }

  /** In order, since its process began. */
  pointsOf(id: string): readonly MetricPoint[] {
    return this.#going.get(id)?.points ?? [];
  }

  deathOf(id: string): string | null {
    return this.#deaths.get(id) ?? null;
  }

  get queue(): QueuedRun[] {
    return this.#waiting.map(({ wanted: { id, name, job }, error }) => ({
      id,
      name,
      isResume: job.resume !== null,
      error,
    }));
  }

  isKnown(id: string): boolean {
    return this.#going.has(id) || this.#waiting.some(({ wanted }) => wanted.id === id);
  }

  /**
   * Trains now, and resolves once the run takes steps; or has it wait where another is going.
   *
   * @returns whether it waits.
   * @throws StudioError what kept it from training; `run_in_use` where it is going or waiting already.
   */
  async want(wanted: WantedRun): Promise<boolean> {
    const leaving = [...this.#going.values()].filter(({ isOver }) => isOver);
    await Promise.all(leaving.map(({ worker }) => worker.ended));
    // Not before: of two that come while the last one leaves, one would not be known to the other.
    if (this.isKnown(wanted.id)) {
      throw new StudioError(
        'run_in_use',
        `"${wanted.name}" is being trained, or waits for its turn, already.`,
      );
    }
    if (!this.isTraining) {
      await this.#begin(wanted);
      return false;
    }
    this.#waiting.push({ wanted, error: null });
    this.#changed();
    return true;
  }

  unqueue(id: string): void {
    this.#waiting = this.#waiting.filter(({ wanted }) => wanted.id !== id);
    this.#changed();
  }

  /** @throws StudioError `not_running`. */
  steer(id: string, command: SteeringCommand): void {
    const going = this.#going.get(id);
    if (!going) {
      const message = `"${id}" is not being trained here, so it cannot be paused or stopped.`;
      throw new StudioError('not_running', message);
    }
    if (command === 'stop-and-save' || command === 'cancel') {
      going.live = { ...going.live, activity: 'stopping' };
      this.#changed();
    }
    going.worker.steer(command);
  }

  /** Has every run save and stop, and waits for that. What waits in the queue is dropped. */
  async close(): Promise<void> {
    this.#waiting = [];
    for (const { worker } of this.#going.values()) worker.steer('stop-and-save');
    await Promise.all([...this.#going.values()].map(({ worker }) => worker.ended));
  }

  async #begin({ id, job, onStarted }: WantedRun): Promise<void> {
    this.#deaths.delete(id);
    let isStarted = false;
    await new Promise<void>((resolve, reject) => {
      const worker = new TrainingWorker(this.#context.spawn, job, (event) => {
        if (event.type === 'started' && !isStarted) {
          isStarted = true;
          void onStarted().then(resolve, reject);
        }
        if (event.type === 'failed') reject(inWindow(receiveError(event.error)));
        this.#follow(id, event);
      });
      this.#going.set(id, {
        worker,
        live: startingRun(job.args.num_train_epochs),
        points: [],
        isOver: false,
      });
      this.#changed();
      void worker.ended.then(() => {
        this.#going.delete(id);
        resolve();
        this.#changed();
        void this.#next();
      });
    });
  }

  #follow(id: string, event: TrainingEvent): void {
    const going = this.#going.get(id);
    if (!going) return;
    going.live = afterEvent(going.live, event);
    going.isOver = event.type === 'finished' || event.type === 'cancelled' || event.type === 'failed';
    if (event.type === 'started') going.points = [];
    if (event.type === 'progress') going.points.push(...event.points);
    if (event.type === 'failed' && event.error.code === 'worker_died')
      this.#deaths.set(id, String(event.error.details.reason));
    this.#context.emit('run.event', { id, event });
    if (event.type === 'started') this.#changed();
  }

  /** The one that has waited longest; one that cannot start stays in the queue and says why. */
  async #next(): Promise<void> {
    const next = this.#waiting.find(({ error }) => error === null);
    if (!next || this.isTraining) return;
    this.#waiting = this.#waiting.filter((item) => item !== next);
    try {
      await this.#begin(next.wanted);
    } catch (error) {
      this.#waiting.push({ ...next, error: (error as Error).message });
      this.#changed();
      await this.#next();
    }
  }

  #changed(): void {
    this.#context.emit('runs.changed', null);
  }
}

/** A death before the first step, with what a person can press: its own message names commands. */
function inWindow(error: Error): Error {
  if (!(error instanceof StudioError) || error.code !== 'worker_died') return error;
  const message = `${error.details.reason} Close other programs and try again, or take a smaller batch.`;
  return new StudioError(error.code, message, { details: error.details, cause: error });
}
