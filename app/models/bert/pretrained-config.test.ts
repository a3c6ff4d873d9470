import { expect, it } from 'vitest';
import { SENTIMENT, TINY_CONFIG, TINY_CONFIG_JSON } from '../../../tests/support/tiny-model.ts';
import { parseBertConfig, parseCheckpointHead } from './config.ts';
import { pretrainedConfig } from './pretrained-config.ts';

it('says of the head what reading it again understands', () => {
  const json = pretrainedConfig(TINY_CONFIG, TINY_CONFIG_JSON, SENTIMENT);
  expect(json).toMatchObject({
    label2id: { negative: 0, positive: 1 },
    dtype: 'float32',
    model_type: 'bert',
  });
  expect(parseBertConfig(json, 'config.json')).toEqual(TINY_CONFIG);
  expect(parseCheckpointHead(json)).toEqual({
    labels: SENTIMENT.labels,
    problemType: 'single_label_classification',
    architecture: 'BertForSequenceClassification',
  });
});

it('keeps fields it does not know, and drops what was true of the original only', () => {
  const original = {
    ...TINY_CONFIG_JSON,
    use_cache: false,
    num_labels: 5,
    problem_type: 'regression',
    id2label: { 0: 'old' },
    torch_dtype: 'bfloat16',
    quantization_config: { quant_method: 'int8_groupwise', group_size: 64 },
  };
  const json = pretrainedConfig(
    TINY_CONFIG,
    original,
    { ...SENTIMENT, task: 'fill-mask', labels: [] },
    'float16',
  );
  expect(json).toMatchObject({ use_cache: false, architectures: ['BertForMaskedLM'], dtype: 'float16' });
  const dropped = ['num_labels', 'problem_type', 'id2label', 'torch_dtype', 'quantization_config'];
  expect(dropped.filter((field) => field in json)).toEqual([]);
});
