import type { HeadSpec } from '../task.ts';
import type { BertConfig } from './config.ts';

const ARCHITECTURES = {
  'text-classification': 'BertForSequenceClassification',
  'token-classification': 'BertForTokenClassification',
  'fill-mask': 'BertForMaskedLM',
} as const;

export type WeightType = 'float32' | 'float16';

/** What is said anew, or was true only of how the original was stored. */
const DROPPED = new Set([
  '_name_or_path',
  'dtype',
  'id2label',
  'label2id',
  'num_labels',
  'problem_type',
  'quantization_config',
  'torch_dtype',
  'transformers_version',
]);

/**
 * The config.json of a fine-tuned model: the original's fields, with the head's architecture, label names and the type
 * its weights are stored in.
 */
export function pretrainedConfig(
  config: BertConfig,
  original: Readonly<Record<string, unknown>>,
  head: HeadSpec,
  dtype: WeightType = 'float32',
): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(original).filter(([field]) => !DROPPED.has(field))),
    ...config,
    model_type: 'bert',
    architectures: [ARCHITECTURES[head.task]],
    dtype,
    ...(head.task === 'fill-mask'
      ? {}
      : {
          id2label: Object.fromEntries(head.labels.map((label, id) => [id, label])),
          label2id: Object.fromEntries(head.labels.map((label, id) => [label, id])),
        }),
    ...(head.task === 'text-classification' ? { problem_type: head.problemType } : {}),
  };
}
