import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainingCommand, TrainingEvent } from '../../app/contract/training.ts';
import { StudioError } from '../../app/errors.ts';
import { transferError } from '../../app/transferred-error.ts';
import type { TrainingJob } from './training-run.ts';

export type SteeringCommand = Exclude<TrainingCommand<TrainingJob>['type'], 'start'>;

const FINAL: ReadonlySet<TrainingEvent['type']> = new Set(['finished', 'cancelled', 'failed']);

/** A training run in a process of its own. */
export class TrainingWorker {
  /** Resolves with the last event when the process has ended. */
  readonly ended: Promise<TrainingEvent>;
  private readonly child: ChildProcess;

  /** @param listen gets every event in order, the last one included. */
  constructor(job: TrainingJob, listen: (event: TrainingEvent) => void) {
    this.child = fork(fileURLToPath(new URL('./training-process.js', import.meta.url)));
    this.ended = new Promise((resolve) => {
      let last: TrainingEvent | null = null;
      this.child.on('message', (event: TrainingEvent) => {
        last = event;
        listen(event);
      });
      this.child.on('exit', (code, signal) => {
        if (last && FINAL.has(last.type)) return resolve(last);
        const failed: TrainingEvent = { type: 'failed', error: transferError(deathOf(job, code, signal)) };
        listen(failed);
        resolve(failed);
      });
    });
    this.child.send({ type: 'start', job } satisfies TrainingCommand<TrainingJob>);
  }

  /** Takes effect between two steps. */
  steer(type: SteeringCommand): void {
    if (this.child.connected) this.child.send({ type });
  }

  /** Ends the process at once; the run's folder stays readable, what came after its last checkpoint is lost. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function deathOf({ folder }: TrainingJob, code: number | null, signal: NodeJS.Signals | null): StudioError {
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return new StudioError(
    'worker_died',
    `The training process ${how}, perhaps for lack of memory. The run is kept: go on from its last checkpoint with \`runs resume ${folder}\`.`,
    { details: { folder } },
  );
}
