/**
 * One tokenized example, special tokens included, without padding.
 * `label` is a class id (single label), a number (regression), one 0/1 per class (multi-label),
 * or one id per token with IGNORE_INDEX where none counts (token classification, masked LM).
 */
export interface EncodedExample {
  /** Row of the source dataset this came from, 0-based. */
  readonly row: number;
  /** [length] */
  readonly inputIds: Int32Array;
  /** [length], 0 for the first sequence, 1 for the second. */
  readonly tokenTypeIds: Uint8Array;
  readonly label: number | Float32Array | Int32Array;
}

/** Random access to encoded examples that may live on disk. */
export interface ExampleSource {
  readonly length: number;
  /** Token count of every example, for grouping by length and padding figures. */
  readonly lengths: Int32Array;
  /** Examples in the order of `indices`. */
  read(indices: readonly number[]): Promise<EncodedExample[]>;
}
