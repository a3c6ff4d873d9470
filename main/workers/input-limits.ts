import type { EncodeOptions } from '../../app/tokenization/bert-tokenizer.ts';
import type { ModelFolder } from '../storage/models.ts';

/** Cuts a text to what a model can read: its positions, or fewer where its tokenizer says so. */
export function inputLimits({
  tokenizer,
  config,
}: Pick<ModelFolder, 'tokenizer' | 'config'>): Pick<EncodeOptions, 'truncation' | 'maxLength'> {
  const { modelMaxLength } = tokenizer;
  const maxLength = Math.min(modelMaxLength ?? Number.POSITIVE_INFINITY, config.max_position_embeddings);
  return { truncation: 'longest_first', maxLength };
}
