import type { Graph } from '../../graph/graph.ts';
import { attentionBiasOf, firstRowsOf, gridRows, positionsOf } from '../../ops/padded.ts';
import type { HeadSpec } from '../task.ts';
import { BertBuilder } from './builder.ts';
import type { BertConfig } from './config.ts';
import { bertEncoder } from './encoder.ts';
import { classifier, maskedLanguageHead, pooler } from './heads.ts';
import { paddedLayout } from './layout.ts';

/**
 * The graph other tools expect, as Hugging Face's Optimum exports it: `input_ids`, `attention_mask` and
 * `token_type_ids`, int64 [batch_size, sequence_length], to `logits`.
 * [batch_size, labels], or [batch_size, sequence_length, labels or vocabulary] where every token has its own.
 */
export function exportGraph(config: BertConfig, head: HeadSpec): Graph {
  const m = new BertBuilder(config, false);
  const { graph } = m;
  const ids = (name: string) => graph.data(name, 'int64', ['batch_size', 'sequence_length']);
  const [inputIds, attentionMask, tokenTypeIds] = [
    ids('input_ids'),
    ids('attention_mask'),
    ids('token_type_ids'),
  ];
  const layout = paddedLayout(m, {
    inputIds: m.reshape(inputIds, [-1]),
    tokenTypeIds: m.reshape(tokenTypeIds, [-1]),
    positionIds: m.one(positionsOf, [inputIds]),
    attentionBias: m.one(attentionBiasOf, [attentionMask]),
    firstRows: m.one(firstRowsOf, [inputIds]),
    attentionMask,
  });
  if (head.task === 'text-classification') {
    const first = bertEncoder(m, layout, { rows: 'first' }).lastHiddenState;
    graph.output('logits', classifier(m, pooler(m, first), head.labels.length));
    return graph;
  }
  const states = bertEncoder(m, layout, { rows: 'all' }).lastHiddenState;
  const flat =
    head.task === 'token-classification'
      ? classifier(m, states, head.labels.length)
      : maskedLanguageHead(m, states);
  graph.output('logits', m.one(gridRows, [flat, attentionMask]));
  return graph;
}
