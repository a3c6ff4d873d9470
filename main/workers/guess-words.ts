import type { HeadSpec } from '../../app/models/task.ts';
import { argmax } from '../../app/training/metrics/report.ts';
import type { BertModel } from '../runtime/bert-model.ts';
import type { ModelFolder } from '../storage/models.ts';

/** A text with [MASK]s, one of which stands for a hidden word. */
export interface HiddenWordItem {
  readonly text: string;
  /** 0 for the first [MASK] of the text. */
  readonly mask: number;
  readonly word: string;
}

/** Computes only the logits of the blanks asked about, all texts in one batch. */
export async function guessWords(
  { model, bert }: { readonly model: ModelFolder; readonly bert: BertModel },
  head: HeadSpec,
  items: readonly HiddenWordItem[],
) {
  const { tokenizer, config } = model;
  const encodings = items.map(({ text }) => tokenizer.encode(text, { truncation: 'longest_first' }));
  const places = encodings.map(({ inputIds }, i) => {
    const masks = [...inputIds.keys()].filter((at) => inputIds[at] === tokenizer.specialIds.mask);
    return [masks[items[i]!.mask]!];
  });
  const logits = await bert.tokenLogits(head, encodings, places);
  const guesses = items.map(({ word }, i) => {
    const id = argmax(logits, i * config.vocab_size, config.vocab_size);
    const wanted = tokenizer.encode(word, { truncation: 'do_not_truncate' }).inputIds;
    return {
      token: tokenizer.convertIdsToTokens([id])[0]!,
      isWord: wanted.length === 3 && wanted[1] === id,
    };
  });
  return { device: bert.device, guesses };
}
