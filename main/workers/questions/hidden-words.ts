// Words that stand behind a [MASK], by a model's masked-LM head.
import type { Candidate, FilledMasks } from '../../../app/contract/inference.ts';
import { StudioError } from '../../../app/errors.ts';
import { softmax } from '../../../app/math/softmax.ts';
import { MASKED_LM } from '../../../app/models/task.ts';
import type { BertTokenizer } from '../../../app/tokenization/bert-tokenizer.ts';
import type { Encoding } from '../../../app/tokenization/encoding.ts';
import { argmax } from '../../../app/training/metrics/report.ts';
import type { ModelShelf } from './model-shelf.ts';
import { encodingOf, openOn, type Question, timed } from './opened-model.ts';

/**
 * For each [MASK] in order, the likeliest words, and where the `words` asked about rank.
 * @throws StudioError `no_mask`, `no_masked_lm_head`.
 */
export async function fillMask(
  shelf: ModelShelf,
  question: Question & { readonly top: number; readonly words: readonly string[] },
): Promise<FilledMasks> {
  const opened = await openOn(shelf, question, MASKED_LM);
  const { tokenizer, config } = opened.model;
  const encoding = encodingOf(opened.model, question);
  const positions = masksIn(encoding.inputIds, tokenizer);
  if (positions.length === 0) throw noMask(encoding);
  const { value: logits, ...answered } = await timed(opened, () =>
    opened.bert.tokenLogits(MASKED_LM, [encoding], [positions]),
  );
  const rows = positions.map((_, i) =>
    softmax(logits.subarray(i * config.vocab_size, (i + 1) * config.vocab_size)),
  );
  const candidates = (ids: readonly number[], probabilities: Float64Array): Candidate[] => {
    const tokens = tokenizer.convertIdsToTokens(ids);
    return ids.map((id, i) => {
      const probability = probabilities[id]!;
      const rank = probabilities.reduce((count, other) => (other > probability ? count + 1 : count), 1);
      return { token: tokens[i]!, id, probability, rank };
    });
  };
  const asked = question.words.flatMap((word) => idOfWord(word, tokenizer) ?? []);
  return {
    ...answered,
    masks: rows.map((row) => candidates(largest(row, question.top), row)),
    asked: rows.map((row) => candidates(asked, row)),
  };
}

function noMask({ inputIds, truncatedTokens }: Encoding): StudioError {
  return new StudioError(
    'no_mask',
    truncatedTokens === 0
      ? 'The text has no [MASK]. Put one where the word to guess belongs.'
      : `There is no [MASK] in the ${inputIds.length} tokens of the text that the model can read. Shorten the text before it.`,
  );
}

/** A text with [MASK]s, one of which stands for a hidden word. */
interface HiddenWordItem {
  readonly text: string;
  /** 0 for the first [MASK] of the text. */
  readonly mask: number;
  readonly word: string;
}

/**
 * For each text, the first guess for one of its [MASK]s, and whether it is the word that was hidden. Computes only the
 * logits of the blanks asked about, all texts in one batch.
 * @throws StudioError `no_masked_lm_head`.
 */
export async function guessWords(
  shelf: ModelShelf,
  { model: name, items }: { readonly model: string; readonly items: readonly HiddenWordItem[] },
) {
  const { model, bert } = await openOn(shelf, { model: name }, MASKED_LM);
  const { tokenizer, config } = model;
  const encodings = items.map((item) => encodingOf(model, item));
  const places = encodings.map(({ inputIds }, i) => {
    return [masksIn(inputIds, tokenizer)[items[i]!.mask]!];
  });
  const logits = await bert.tokenLogits(MASKED_LM, encodings, places);
  const guesses = items.map(({ word }, i) => {
    const id = argmax(logits, i * config.vocab_size, config.vocab_size);
    return {
      token: tokenizer.convertIdsToTokens([id])[0]!,
      isWord: idOfWord(word, tokenizer) === id,
    };
  });
  return { device: bert.device, guesses };
}

/** Positions of the [MASK]s. */
function masksIn(inputIds: Int32Array, { specialIds }: BertTokenizer): number[] {
  return [...inputIds.keys()].filter((i) => inputIds[i] === specialIds.mask);
}

/** The token of a word that is one; null for a word of several. */
function idOfWord(word: string, tokenizer: BertTokenizer): number | null {
  const ids = tokenizer.encode(word, { truncation: 'do_not_truncate' }).inputIds;
  return ids.length === 3 ? ids[1]! : null;
}

/** Positions of the largest values, largest first. */
function largest(values: Float64Array, count: number): number[] {
  return [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, count);
}
