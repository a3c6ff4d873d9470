import type { BrowserWindow } from 'electron';
import type { RunEvent } from '../../app/contract/runs.ts';
import type { TrainingEvent } from '../../app/contract/training.ts';
import type { ElectronApi } from './api.ts';

const NO_PROGRESS = -1;

/** What the system shows of a run: progress on the window's icon, no falling asleep, a word when it has ended. */
export class RunPresence {
  readonly #api: Pick<ElectronApi, 'Notification' | 'powerSaveBlocker'>;
  readonly #window: () => BrowserWindow | null;
  #blocker: number | null = null;
  #maxSteps = 0;

  constructor(
    api: Pick<ElectronApi, 'Notification' | 'powerSaveBlocker'>,
    window: () => BrowserWindow | null,
  ) {
    this.#api = api;
    this.#window = window;
  }

  follow({ id, event }: RunEvent): void {
    switch (event.type) {
      case 'started':
        this.#maxSteps = event.maxSteps;
        this.#blocker ??= this.#api.powerSaveBlocker.start('prevent-app-suspension');
        break;
      case 'progress':
        this.#show(stepOf(event) / this.#maxSteps);
        break;
      case 'finished':
      case 'cancelled':
      case 'failed':
        this.#end();
        this.#tell(`${id} ${WORDS[event.type]}`);
        break;
      default:
    }
  }

  /** Said once when the last window is closed and the run is not. */
  tellOfHiddenRun(): void {
    this.#tell('The run goes on. Open BERT Studio again to see it.');
  }

  #end(): void {
    if (this.#blocker !== null) this.#api.powerSaveBlocker.stop(this.#blocker);
    this.#blocker = null;
    this.#show(NO_PROGRESS);
  }

  #show(share: number): void {
    if (Number.isFinite(share)) this.#window()?.setProgressBar(share);
  }

  /** Only where the window is not being looked at. */
  #tell(body: string): void {
    const { Notification } = this.#api;
    if (this.#window()?.isFocused() || !Notification.isSupported()) return;
    new Notification({ title: 'BERT Studio', body, silent: true }).show();
  }
}

const WORDS = { finished: 'has ended.', cancelled: 'was cancelled.', failed: 'has failed.' } as const;

function stepOf({ points }: Extract<TrainingEvent, { type: 'progress' }>): number {
  return points.findLast(({ kind }) => kind === 'step')?.step ?? Number.NaN;
}
