import { setImmediate } from 'node:timers/promises';

/** Work goes on this long before others of the same process have their turn. */
const MILLISECONDS = 25;

/** Pieces of work that somebody waits for. */
let urgent = 0;
let calm = Promise.resolve();
let becomeCalm = () => {};

/** Does work that somebody waits for: what pauses meanwhile goes on when it is done. It may not pause itself. */
export async function urgently(work: () => Promise<void>): Promise<void> {
  if (urgent++ === 0) {
    calm = new Promise((resolve) => {
      becomeCalm = resolve;
    });
  }
  try {
    await work();
  } finally {
    if (--urgent === 0) becomeCalm();
  }
}

/** Lets messages in during long work. */
export class Pause {
  #since = performance.now();

  /** @returns whether others had their turn. */
  async whenDue(): Promise<boolean> {
    if (performance.now() - this.#since < MILLISECONDS) return false;
    await setImmediate();
    while (urgent > 0) await calm;
    this.#since = performance.now();
    return true;
  }
}
