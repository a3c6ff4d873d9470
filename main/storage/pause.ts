import { setImmediate } from 'node:timers/promises';

/** Work goes on this long before others of the same process have their turn. */
const MILLISECONDS = 25;

/** Lets messages in during long work. */
export class Pause {
  #since = performance.now();

  /** @returns whether others had their turn. */
  async whenDue(): Promise<boolean> {
    if (performance.now() - this.#since < MILLISECONDS) return false;
    await setImmediate();
    this.#since = performance.now();
    return true;
  }
}
