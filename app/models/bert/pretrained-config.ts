import type { HeadSpec } from '../task.ts';
import type { BertConfig } from './config.ts';

const ARCHITECTURES = {
  'text-classification': 'BertForSequenceClassification',
  'token-classification': 'BertForTokenClassification',
  'fill-mask': 'BertForMaskedLM',
} as const;

/**
 * The config.json of a fine-tuned model: the original's fields, with the head's architecture and label names. The
 * weights are float32 now, whatever they were.
 */
export function pretrainedConfig(
  config: BertConfig,
  original: Readonly<Record<string, unknown>>,
  head: HeadSpec,
): Record<string, unknown> {
  const dropped = new Set(['quantization_config', 'torch_dtype', '_name_or_path']);
  const kept = Object.fromEntries(Object.entries(original).filter(([field]) => !dropped.has(field)));
  return {
    ...kept,
    ...config,
    model_type: 'bert',
    architectures: [ARCHITECTURES[head.task]],
    dtype: 'float32',
    ...(head.task === 'fill-mask'
      ? {}
      : {
          id2label: Object.fromEntries(head.labels.map((label, id) => [id, label])),
          label2id: Object.fromEntries(head.labels.map((label, id) => [label, id])),
        }),
    ...(head.task === 'text-classification' ? { problem_type: head.problemType } : {}),
  };
}
