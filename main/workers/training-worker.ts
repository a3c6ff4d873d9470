import { commandWord } from '../../app/command-word.ts';
import type { TrainingCommand, TrainingEvent } from '../../app/contract/training.ts';
import { StudioError } from '../../app/errors.ts';
import { transferError } from '../../app/transferred-error.ts';
import type { SpawnWorker, WorkerProcess } from './spawn.ts';
import type { TrainingJob } from './training-job.ts';

export type SteeringCommand = Exclude<TrainingCommand<TrainingJob>['type'], 'start'>;

const FINAL: ReadonlySet<TrainingEvent['type']> = new Set(['finished', 'cancelled', 'failed']);

/** A training run in a process of its own. */
export class TrainingWorker {
  /** Resolves with the last event when the process has ended. */
  readonly ended: Promise<TrainingEvent>;
  readonly #process: WorkerProcess;

  /** @param listen gets every event in order, the last one included. */
  constructor(spawn: SpawnWorker, job: TrainingJob, listen: (event: TrainingEvent) => void) {
    this.#process = spawn(new URL('./training-process.js', import.meta.url));
    this.ended = new Promise((resolve) => {
      let last: TrainingEvent | null = null;
      this.#process.onMessage((event: TrainingEvent) => {
        last = event;
        listen(event);
      });
      this.#process.onExit((how) => {
        if (last && FINAL.has(last.type)) return resolve(last);
        const failed: TrainingEvent = { type: 'failed', error: transferError(deathOf(job, how)) };
        listen(failed);
        resolve(failed);
      });
    });
    this.#process.send({ type: 'start', job } satisfies TrainingCommand<TrainingJob>);
  }

  /** Takes effect between two steps. */
  steer(type: SteeringCommand): void {
    this.#process.send({ type });
  }

  /** Ends the process at once; the run's folder stays readable, what came after its last checkpoint is lost. */
  kill(): void {
    this.#process.kill();
  }
}

function deathOf({ folder, args }: TrainingJob, how: string): StudioError {
  const elsewhere = args.device === 'cpu' ? '' : ' (with `--device cpu` if the graphics driver is to blame)';
  const reason = `The training process ${how}, perhaps for lack of memory.`;
  const wayOn = `go on from its last checkpoint with \`runs resume ${commandWord(folder)}\`${elsewhere}`;
  return new StudioError('worker_died', `${reason} The run is kept: ${wayOn}.`, {
    details: { folder, reason },
  });
}
