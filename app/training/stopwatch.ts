/** Counts training time in seconds, leaving out pauses. */
export class Stopwatch {
  readonly #now: () => number;
  #origin: number;
  #pausedAt: number | null = null;

  /** @param now a clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.#origin = now();
  }

  /** Starts counting at `seconds` instead of 0, after a resume. */
  startFrom(seconds: number): void {
    this.#origin = this.#now() - seconds * 1000;
  }

  seconds(): number {
    return ((this.#pausedAt ?? this.#now()) - this.#origin) / 1000;
  }

  pause(): void {
    this.#pausedAt = this.#now();
  }

  resume(): void {
    if (this.#pausedAt !== null) this.#origin += this.#now() - this.#pausedAt;
    this.#pausedAt = null;
  }

  /** A function that tells the seconds since now. */
  lap(): () => number {
    const start = this.seconds();
    return () => this.seconds() - start;
  }
}
