import { sum } from '../math/sum.ts';

/** Steps that the rate is taken from: enough to be steady, few enough to follow a change. */
const WINDOW = 64;
/** A step this much slower than the median is an interruption (a laptop that slept), not the usual pace. */
const OUTLIER = 4;
/** Before there are this many steps, an estimate would say more about the first step than about the run. */
const ENOUGH = 3;

/** Work that is left, in the units that the estimator was fed. */
interface RemainingWork {
  readonly tokens: number;
  readonly evaluations: number;
  readonly saves: number;
}

/**
 * Estimates the time left from the recent seconds per token and the last evaluation and save, all measured in
 * this process: after a resume it starts anew, on a machine that may be another.
 */
export class TimeLeft {
  readonly #steps: { readonly tokens: number; readonly seconds: number }[] = [];
  #evaluation: number | null = null;
  #save = 0;
  #first = true;
  readonly #evaluationTokens: number;

  /** @param evaluationLengths token counts of the evaluation split. */
  constructor(evaluationLengths: Int32Array) {
    this.#evaluationTokens = sum(evaluationLengths);
  }

  /** The first step is left out: it warms up caches and compiles kernels. */
  addStep(tokens: number, seconds: number): void {
    if (this.#first) {
      this.#first = false;
      return;
    }
    this.#steps.push({ tokens, seconds });
    if (this.#steps.length > WINDOW) this.#steps.shift();
  }

  addEvaluation(seconds: number): void {
    this.#evaluation = seconds;
  }

  addSave(seconds: number): void {
    this.#save = seconds;
  }

  /**
   * Seconds left, or null before enough is known. Before the first evaluation, one is taken to cost a third as
   * much a token as training (forward only).
   */
  estimate(left: RemainingWork): number | null {
    if (this.#steps.length < ENOUGH) return null;
    const paces = this.#steps.map(({ tokens, seconds }) => seconds / tokens).sort((a, b) => a - b);
    const limit = OUTLIER * paces[Math.floor(paces.length / 2)]!;
    const usual = this.#steps.filter(({ tokens, seconds }) => seconds <= limit * tokens);
    const pace = sum(usual.map((step) => step.seconds)) / sum(usual.map((step) => step.tokens));
    const evaluation = this.#evaluation ?? (this.#evaluationTokens * pace) / 3;
    return left.tokens * pace + left.evaluations * evaluation + left.saves * this.#save;
  }
}
