import type { EncodedExample } from '../../data/example.ts';
import { sum } from '../../math/sum.ts';
import { type HeadSpec, IGNORE_INDEX } from '../task.ts';

export interface Feed {
  readonly dtype: 'float32' | 'int32' | 'uint8';
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export interface PackedBatch {
  /** Sizes of the graph's symbolic dimensions: B sequences, S positions, T real tokens, N items of the loss. */
  readonly sizes: Readonly<Record<'B' | 'S' | 'T' | 'N', number>>;
  readonly feeds: Readonly<Record<string, Feed>>;
  /** Sum of item weights before normalisation: the weight of this batch's mean loss among others. */
  readonly lossWeight: number;
}

/** Far below any score, yet finite: a row of padding alone gives no NaN. */
const MASKED_OUT = -3e38;

/**
 * Packs examples for the graph: token rows of all sequences one after the other, without padding, and the
 * indices with which attention spreads them to [B, A, S, D] and back.
 *
 * @param heads the model's `num_attention_heads`.
 */
export function packTokens(
  examples: readonly Pick<EncodedExample, 'inputIds' | 'tokenTypeIds'>[],
  heads: number,
  options: { readonly causal?: boolean } = {},
) {
  const B = examples.length;
  const S = Math.max(...examples.map((example) => example.inputIds.length));
  const T = examples.reduce((total, example) => total + example.inputIds.length, 0);
  const inputIds = new Int32Array(T);
  const tokenTypeIds = new Int32Array(T);
  const positionIds = new Int32Array(T);
  const firstRows = new Int32Array(B);
  const slots = new Int32Array(B * heads * S);
  const rows = new Int32Array(T * heads);
  const queryMask = new Float32Array(B * S);
  const bias = new Float32Array(B * S).fill(MASKED_OUT);

  let start = 0;
  for (const [b, example] of examples.entries()) {
    const length = example.inputIds.length;
    inputIds.set(example.inputIds, start);
    tokenTypeIds.set(example.tokenTypeIds, start);
    firstRows[b] = start;
    queryMask.fill(1, b * S, b * S + length);
    bias.fill(0, b * S, b * S + length);
    for (let s = 0; s < S; s++) {
      const row = start + Math.min(s, length - 1);
      for (let head = 0; head < heads; head++) slots[(b * heads + head) * S + s] = row * heads + head;
    }
    for (let s = 0; s < length; s++) {
      positionIds[start + s] = s;
      for (let head = 0; head < heads; head++) rows[(start + s) * heads + head] = (b * heads + head) * S + s;
    }
    start += length;
  }

  const int32 = (data: Int32Array, shape: number[]): Feed => ({ dtype: 'int32', shape, data });
  const float32 = (data: Float32Array, shape: number[]): Feed => ({ dtype: 'float32', shape, data });
  return {
    sizes: { B, S, T },
    feeds: {
      input_ids: int32(inputIds, [T]),
      token_type_ids: int32(tokenTypeIds, [T]),
      position_ids: int32(positionIds, [T]),
      first_rows: int32(firstRows, [B]),
      head_slots: int32(slots, [B, heads, S]),
      head_rows: int32(rows, [T, heads]),
      query_mask: float32(queryMask, [B, 1, S, 1]),
      attention_bias: options.causal
        ? float32(hidingLater(bias, B, S), [B, 1, S, S])
        : float32(bias, [B, 1, 1, S]),
    },
  };
}

/** The bias [B, S] of each sequence as [B, S, S], with what comes later hidden from every position. */
function hidingLater(bias: Float32Array, B: number, S: number): Float32Array {
  const hiding = new Float32Array(B * S * S).fill(MASKED_OUT);
  for (let b = 0; b < B; b++) {
    const own = bias.subarray(b * S, (b + 1) * S);
    for (let from = 0; from < S; from++) hiding.set(own.subarray(0, from + 1), (b * S + from) * S);
  }
  return hiding;
}

/** A batch with its targets; `heads.ts` (`loss`) says how the weights normalise. */
export function packBatch(
  examples: readonly EncodedExample[],
  heads: number,
  head: HeadSpec,
  classWeights: readonly number[] | null,
): PackedBatch {
  const { sizes, feeds } = packTokens(examples, heads);
  const targets = targetsOf(examples, head);
  const weights = itemWeights(targets, head, classWeights);
  const total = sum(weights);
  const lossWeight = weighsByClass(head) ? total : weights.length;
  const normalised = weights.map((weight) => (lossWeight === 0 ? 0 : weight / lossWeight));
  const N = targets.labels.shape[0]!;
  const labelledRows: Record<string, Feed> = targets.rows
    ? { labelled_rows: { dtype: 'int32', shape: [N], data: targets.rows } }
    : {};
  return {
    sizes: { ...sizes, N },
    lossWeight,
    feeds: {
      ...feeds,
      ...labelledRows,
      labels: targets.labels,
      loss_weights: { dtype: 'float32', shape: [normalised.length], data: normalised },
    },
  };
}

interface Targets {
  readonly labels: Feed;
  /** Token rows that carry a label, for token classification and masked LM. */
  readonly rows: Int32Array | null;
  /** No token carries a label; the one row there is counts nothing. */
  readonly empty: boolean;
}

function targetsOf(examples: readonly EncodedExample[], head: HeadSpec): Targets {
  if (head.task !== 'text-classification') return tokenTargets(examples);
  const count = examples.length;
  if (head.problemType === 'single_label_classification') {
    const data = Int32Array.from(examples, (example) => example.label as number);
    return { labels: { dtype: 'int32', shape: [count], data }, rows: null, empty: false };
  }
  const width = head.labels.length;
  const data = new Float32Array(count * width);
  for (const [i, { label }] of examples.entries())
    data.set(typeof label === 'number' ? [label] : label, i * width);
  return { labels: { dtype: 'float32', shape: [count, width], data }, rows: null, empty: false };
}

function tokenTargets(examples: readonly EncodedExample[]): Targets {
  const labels: number[] = [];
  const rows: number[] = [];
  let start = 0;
  for (const { label, inputIds } of examples) {
    for (const [i, id] of (label as Int32Array).entries()) {
      if (id === IGNORE_INDEX) continue;
      labels.push(id);
      rows.push(start + i);
    }
    start += inputIds.length;
  }
  // A batch may have no labelled token at all (masked LM on short texts): one row of weight 0 keeps shapes valid.
  const empty = rows.length === 0;
  return {
    labels: {
      dtype: 'int32',
      shape: [empty ? 1 : labels.length],
      data: Int32Array.from(empty ? [0] : labels),
    },
    rows: Int32Array.from(empty ? [0] : rows),
    empty,
  };
}

function weighsByClass(head: HeadSpec): boolean {
  return head.task !== 'text-classification' || head.problemType === 'single_label_classification';
}

function itemWeights(
  { labels, empty }: Targets,
  head: HeadSpec,
  classWeights: readonly number[] | null,
): Float32Array {
  if (weighsByClass(head)) {
    return Float32Array.from(labels.data as Int32Array, (id) => (empty ? 0 : (classWeights?.[id] ?? 1)));
  }
  const width = head.labels.length;
  return Float32Array.from(labels.data, (_, i) => classWeights?.[i % width] ?? 1);
}
