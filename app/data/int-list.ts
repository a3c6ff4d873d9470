/** Whole numbers, one after the other, in as little memory as they need. */
export class IntList {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** What is there so far; it does not grow with the list. */
  values(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }
}
