import type { Value } from '../../graph/graph.ts';
import { padHeads, unpadHeads } from '../../ops/attention.ts';
import { mergeHeads, splitHeads } from '../../ops/heads.ts';
import type { BertBuilder } from './builder.ts';

/** How token rows [T, H] become heads [B, A, S, D] and back; the rest of the model does not care. */
export interface TokenLayout {
  readonly inputIds: Value;
  readonly tokenTypeIds: Value;
  readonly positionIds: Value;
  /** [B, 1, 1, S]: 0 for real tokens, a large negative number for padding; [B, 1, S, S] where positions differ in what they may see. */
  readonly attentionBias: Value;
  /** Row of each sequence's first token, [B]. */
  readonly firstRows: Value;
  /** `padding: 'any'` where nothing reads the padded slots. */
  toHeads(x: Value, padding: 'zero' | 'any'): Value;
  fromHeads(y: Value): Value;
}

/** The names of the inputs a packed graph takes; `app/models/bert/batch.ts` fills them. */
export function packedLayout(m: BertBuilder, options: { readonly causal?: boolean } = {}): TokenLayout {
  const { graph, config } = m;
  const heads = config.num_attention_heads;
  const inputIds = graph.data('input_ids', 'int32', ['T']);
  const tokenTypeIds = graph.data('token_type_ids', 'int32', ['T']);
  const positionIds = graph.data('position_ids', 'int32', ['T']);
  const slots = graph.data('head_slots', 'int32', ['B', heads, 'S']);
  const rows = graph.data('head_rows', 'int32', ['T', heads]);
  const mask = graph.data('query_mask', 'float32', ['B', 1, 'S', 1]);
  const attentionBias = graph.data('attention_bias', 'float32', ['B', 1, options.causal ? 'S' : 1, 'S']);
  const firstRows = graph.data('first_rows', 'int32', ['B']);
  return {
    inputIds,
    tokenTypeIds,
    positionIds,
    attentionBias,
    firstRows,
    toHeads: (x, padding) => m.one(padHeads, [x, slots, rows, mask], { keepPadding: padding === 'any' }),
    fromHeads: (y) => m.one(unpadHeads, [y, slots, rows, mask]),
  };
}

/**
 * The layout other tools expect: [B, S] ids with padding, for exported models. Ids arrive flattened by the
 * ops that wrap the graph (`splitHeads` and `mergeHeads` find B and S in `attention_mask`).
 */
export function paddedLayout(m: BertBuilder, inputs: PaddedInputs): TokenLayout {
  const heads = m.config.num_attention_heads;
  return {
    ...inputs,
    toHeads: (x) => m.one(splitHeads, [x, inputs.attentionMask], { heads }),
    fromHeads: (y) => m.one(mergeHeads, [y]),
  };
}

interface PaddedInputs extends Omit<TokenLayout, 'toHeads' | 'fromHeads'> {
  /** [B, S], whose shape tells B and S. */
  readonly attentionMask: Value;
}
