import type { BrowserWindow, Notification } from 'electron';
import type { RunEvent } from '../../app/contract/runs.ts';
import type { TrainingEvent } from '../../app/contract/training.ts';
import type { ElectronApi } from './api.ts';

const NO_PROGRESS = -1;

/** What the system shows of a run: progress on the window's icon, no falling asleep, a word when it has ended. */
export class RunPresence {
  readonly #api: Pick<ElectronApi, 'Notification' | 'powerSaveBlocker'>;
  readonly #window: () => BrowserWindow | null;
  readonly #onClick: () => void;
  #blocker: number | null = null;
  #maxSteps = 0;
  #share = NO_PROGRESS;
  /** Held on to: one that is collected tells nobody that it was clicked. */
  #note: Notification | null = null;

  /** @param onClick called when a person follows what the system told. */
  constructor(
    api: Pick<ElectronApi, 'Notification' | 'powerSaveBlocker'>,
    window: () => BrowserWindow | null,
    onClick: () => void,
  ) {
    this.#api = api;
    this.#window = window;
    this.#onClick = onClick;
  }

  follow({ id, event }: RunEvent): void {
    switch (event.type) {
      case 'started':
        this.#maxSteps = event.maxSteps;
        this.#keepAwake();
        break;
      case 'progress': {
        const share = stepOf(event) / this.#maxSteps;
        // What evaluations tell comes without a step.
        if (Number.isFinite(share)) this.#show(share);
        break;
      }
      case 'paused':
        this.#sleepAllowed();
        this.#show(this.#share, 'paused');
        break;
      case 'resumed':
        this.#keepAwake();
        this.#show(this.#share);
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
    this.#sleepAllowed();
    this.#show(NO_PROGRESS);
  }

  #keepAwake(): void {
    this.#blocker ??= this.#api.powerSaveBlocker.start('prevent-app-suspension');
  }

  #sleepAllowed(): void {
    if (this.#blocker !== null) this.#api.powerSaveBlocker.stop(this.#blocker);
    this.#blocker = null;
  }

  #show(share: number, mode: 'normal' | 'paused' = 'normal'): void {
    this.#share = share;
    this.#window()?.setProgressBar(share, { mode });
  }

  /** Only where the window is not being looked at. */
  #tell(body: string): void {
    const { Notification } = this.#api;
    if (this.#window()?.isFocused() || !Notification.isSupported()) return;
    this.#note = new Notification({ title: 'BERT Studio', body, silent: true });
    this.#note.on('click', this.#onClick);
    this.#note.show();
  }
}

const WORDS = { finished: 'has ended.', cancelled: 'was cancelled.', failed: 'has failed.' } as const;

function stepOf({ points }: Extract<TrainingEvent, { type: 'progress' }>): number {
  return points.findLast(({ kind }) => kind === 'step')?.step ?? Number.NaN;
}
