import type { Value } from '../../graph/graph.ts';
import { linear } from '../../ops/linear.ts';
import { binaryCrossEntropy, crossEntropy, squaredError } from '../../ops/losses.ts';
import { reshape, weightedSum } from '../../ops/shaping.ts';
import type { HeadSpec } from '../task.ts';
import type { BertBuilder } from './builder.ts';

/** BertPooler: tanh(dense(first token)), from [B, H]. */
export function pooler(m: BertBuilder, first: Value): Value {
  const { hidden_size } = m.config;
  return m.within('pooler', () => m.tanh(m.linear('bert.pooler.dense', first, hidden_size, hidden_size)));
}

/** The classifier on pooled sequences [B, H] or on tokens [N, H]: dropout, then one linear layer. */
export function classifier(m: BertBuilder, x: Value, labels: number): Value {
  const { hidden_size, hidden_dropout_prob, classifier_dropout } = m.config;
  const dropped = m.dropout(x, classifier_dropout ?? hidden_dropout_prob);
  return m.within('classifier', () => m.linear('classifier', dropped, hidden_size, labels));
}

/** BertLMPredictionHead on masked rows [N, H]: the decoder is the word embedding table, with its own bias. */
export function maskedLanguageHead(m: BertBuilder, x: Value): Value {
  const { hidden_size, vocab_size } = m.config;
  return m.within('cls.predictions', () => {
    const dense = m.activation(m.linear('cls.predictions.transform.dense', x, hidden_size, hidden_size));
    const transformed = m.layerNorm('cls.predictions.transform.LayerNorm', dense);
    const table = m.parameter('bert.embeddings.word_embeddings.weight', [vocab_size, hidden_size]);
    return m.one(linear, [transformed, table, m.parameter('cls.predictions.bias', [vocab_size])]);
  });
}

/**
 * The loss of a batch: sum over items of weight * loss, with the weights of `loss_weights` [N].
 *
 * Whoever fills the batch (`packBatch` in batch.ts) normalises, so one rule covers every combination:
 * - single label, tokens, masked LM: weight = class weight / sum of the batch's class weights (PyTorch's
 *   weighted mean; without class weights, the plain mean over sequences, labelled tokens or masked tokens);
 *   label smoothing changes an item's loss, not its weight.
 * - multi-label: the mean over B * labels of binary cross-entropies, each times its label's weight.
 * - regression: the mean of squared errors over B * outputs.
 * - gradient accumulation: each micro-batch's mean, divided by the number of micro-batches.
 */
export function loss(m: BertBuilder, head: HeadSpec, logits: Value, labelSmoothing: number): Value {
  const { graph } = m;
  return m.within('loss', () => {
    if (head.task !== 'text-classification' || head.problemType === 'single_label_classification') {
      const targets = graph.data('labels', 'int32', [logits.shape[0]!]);
      const weights = graph.data('loss_weights', 'float32', [logits.shape[0]!]);
      const losses = m.one(crossEntropy, [logits, targets], { smoothing: labelSmoothing });
      return m.one(weightedSum, [losses, weights]);
    }
    const targets = graph.data('labels', 'float32', logits.shape);
    const op = head.problemType === 'regression' ? squaredError : binaryCrossEntropy;
    const losses = m.one(reshape, [m.one(op, [logits, targets])], { shape: [-1] });
    const weights = graph.data('loss_weights', 'float32', losses.shape);
    return m.one(weightedSum, [losses, weights]);
  });
}
