import { CancelledError } from '../errors.ts';

type Request = 'run' | 'pause' | 'stop' | 'cancel';

/**
 * How a person, or a callback, steers a run from outside. Requests take effect between steps (and between the
 * batches of an evaluation). A stop saves a checkpoint; a cancel does not.
 */
export class TrainerControl {
  #request: Request = 'run';
  #saveRequested = false;
  #wake: (() => void) | null = null;

  pause(): void {
    if (this.#request === 'run') this.#request = 'pause';
  }

  resume(): void {
    if (this.#request === 'pause') this.#set('run');
  }

  /** Save after the current step and end. */
  stop(): void {
    if (this.#request !== 'cancel') this.#set('stop');
  }

  /** End after the current step without saving. */
  cancel(): void {
    this.#set('cancel');
  }

  /** Save after the current step and go on. */
  save(): void {
    this.#saveRequested = true;
  }

  get paused(): boolean {
    return this.#request === 'pause';
  }

  get stopping(): boolean {
    return this.#request === 'stop';
  }

  /** True once after each `save()`. */
  takeSaveRequest(): boolean {
    const requested = this.#saveRequested;
    this.#saveRequested = false;
    return requested;
  }

  /**
   * Waits as long as the run is paused.
   * @throws CancelledError after a cancel.
   */
  async passGate(): Promise<void> {
    while (this.#request === 'pause') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#request === 'cancel') throw new CancelledError('Training');
  }

  #set(request: Request): void {
    this.#request = request;
    this.#wake?.();
    this.#wake = null;
  }
}
