import { expect } from 'vitest';
import type { EncodedExample } from '../../app/data/example.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { bertParameters } from '../../app/models/bert/parameters.ts';
import { type HeadSpec, IGNORE_INDEX, MASKED_LM } from '../../app/models/task.ts';
import { type CpuEngineOptions, CpuTrainingEngine } from '../../main/runtime/cpu-training-engine.ts';

/** A BERT small enough for the float64 interpreter. */
export const tinyConfig: BertConfig = {
  vocab_size: 61,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 24,
  hidden_act: 'gelu',
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
  classifier_dropout: null,
  max_position_embeddings: 200,
  type_vocab_size: 2,
  initializer_range: 0.02,
  layer_norm_eps: 1e-12,
  pad_token_id: 0,
};

export const pairHead: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['no', 'yes'],
};

/** Of the sentences that `heads` label. */
export const lengths = [9, 1, 14, 5];
const tokenLabels = (length: number, classes: number) =>
  Int32Array.from({ length }, (_, i) => (i % 3 === 0 ? IGNORE_INDEX : i % classes));

/** One of every kind, with labels for its sentences. */
export const heads: { name: string; head: HeadSpec; label: (row: number) => EncodedExample['label'] }[] = [
  { name: 'a pair of classes', head: pairHead, label: (row) => row % 2 },
  {
    name: 'several labels at once',
    head: { ...pairHead, problemType: 'multi_label_classification', labels: ['a', 'b', 'c'] },
    label: (row) => Float32Array.of(row % 2, 1, row % 3 === 0 ? 1 : 0),
  },
  {
    name: 'a number',
    head: { ...pairHead, problemType: 'regression', labels: ['score'] },
    label: (row) => row * 0.5 - 1,
  },
  {
    name: 'tokens',
    head: { ...pairHead, task: 'token-classification', labels: ['O', 'B-PER', 'I-PER'] },
    label: (row) => tokenLabels(lengths[row]!, 3),
  },
  { name: 'masked words', head: MASKED_LM, label: (row) => tokenLabels(lengths[row]!, 60) },
];

export function tinyEngine(options: Partial<CpuEngineOptions> = {}): CpuTrainingEngine {
  const config = options.config ?? tinyConfig;
  const head = options.head ?? pairHead;
  const engine = new CpuTrainingEngine({
    config,
    head,
    parameters: bertParameters(config, head).map((parameter) => ({ ...parameter, trainable: true })),
    loss: { classWeights: null, labelSmoothing: 0 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    seed: 42,
    threads: 2,
    ...options,
  });
  for (const [salt, { name }] of engine.parameters.entries())
    fillParameter(name, engine.store.value(name), salt);
  return engine;
}

function fillParameter(name: string, values: Float32Array, salt: number): void {
  const centre = name.endsWith('LayerNorm.weight') ? 1 : 0;
  for (let i = 0; i < values.length; i++) values[i] = centre + 0.2 * Math.sin((i + 1) * 0.7 + salt);
}

/** Sentences of the given lengths over a small vocabulary, so that ids repeat. */
export function sentences(
  lengths: readonly number[],
  label: (row: number) => EncodedExample['label'],
): EncodedExample[] {
  return lengths.map((length, row) => ({
    row,
    inputIds: Int32Array.from({ length }, (_, i) => 1 + ((row * 31 + i * i * 7) % 60)),
    tokenTypeIds: Uint8Array.from({ length }, (_, i) => (i * 2 > length ? 1 : 0)),
    label: label(row),
  }));
}

/** The difference is small beside what is expected, as vectors. */
export function expectClose(
  actual: Float32Array,
  expected: Float32Array | Float64Array,
  tolerance: number,
  name: string,
): void {
  expect(actual.length, name).toBe(expected.length);
  let [difference, norm] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += (actual[i]! - value) ** 2;
    norm += value ** 2;
  }
  expect(Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-6), name).toBeLessThan(tolerance);
}
