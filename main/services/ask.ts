import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Features } from '../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { openInferenceModel } from '../workers/engines.ts';
import { resolveCheckpoint } from './checkpoints.ts';
import { Predictor, softmax } from './predictor.ts';

export interface Candidate {
  readonly token: string;
  readonly id: number;
  readonly probability: number;
}

export interface TokenRow {
  readonly token: string;
  readonly id: number;
  /** 0 for the first text, 1 for the second. */
  readonly type: number;
  /** Characters of its text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface Prediction {
  readonly label: string;
  /** A probability; the predicted number itself for regression. */
  readonly score: number;
  /** The word it is about, for token classification. */
  readonly word: string | null;
}

const MASKED_LM: HeadSpec = { task: 'fill-mask', problemType: 'single_label_classification', labels: [] };

/** Single questions to a model, each opened for the purpose. */
export const ask = { encode, fillMask, tokenize, predict };

async function encode(name: string, text: string, second?: string): Promise<Features> {
  const model = await openModel(await resolveCheckpoint(name));
  const { bert } = await openInferenceModel(model, null);
  const features = await bert.features([encodingOf(model, text, second)]);
  await bert.dispose();
  return features;
}

/** For each [MASK] in order, the likeliest words. */
async function fillMask(name: string, text: string, top: number): Promise<Candidate[][]> {
  const model = await openModel(await resolveCheckpoint(name));
  const { tokenizer, config } = model;
  const encoding = encodingOf(model, text);
  const positions = [...encoding.inputIds.keys()].filter(
    (i) => encoding.inputIds[i] === tokenizer.specialIds.mask,
  );
  if (positions.length === 0) {
    throw new StudioError('no_mask', 'The text has no [MASK]. Put one where the word to guess belongs.');
  }
  const { bert, report } = await openInferenceModel(model, MASKED_LM);
  if (report.missing.length > 0) {
    throw new StudioError(
      'no_masked_lm_head',
      `${model.name} has no masked-LM head, so it cannot guess words. Use bert-base-uncased.`,
    );
  }
  const logits = await bert.tokenLogits(MASKED_LM, [encoding], [positions]);
  await bert.dispose();
  return positions.map((_, i) => {
    const probabilities = softmax(logits.subarray(i * config.vocab_size, (i + 1) * config.vocab_size));
    const order = [...probabilities.keys()]
      .sort((a, b) => probabilities[b]! - probabilities[a]!)
      .slice(0, top);
    const tokens = tokenizer.convertIdsToTokens(order);
    return order.map((id, rank) => ({ token: tokens[rank]!, id, probability: probabilities[id]! }));
  });
}

async function tokenize(name: string, text: string, second?: string): Promise<TokenRow[]> {
  const { tokenizer } = await openModel(await resolveCheckpoint(name));
  const { inputIds, tokenTypeIds, offsets } = tokenizer.encode(second === undefined ? text : [text, second], {
    truncation: 'do_not_truncate',
  });
  const tokens = tokenizer.convertIdsToTokens([...inputIds]);
  return tokens.map((token, i) => ({
    token,
    id: inputIds[i]!,
    type: tokenTypeIds[i]!,
    start: offsets[2 * i]!,
    end: offsets[2 * i + 1]!,
  }));
}

async function predict(name: string, text: string, second?: string): Promise<Prediction[]> {
  const predictor = await Predictor.open(await openModel(await resolveCheckpoint(name)));
  try {
    const [answer] = await predictor.predict([{ text, textPair: second ?? null, words: null }]);
    if (answer!.kind === 'words') {
      return answer!.words.flatMap(({ word, best }) => (best ? [{ ...best, word }] : []));
    }
    const { scores } = answer!;
    return predictor.head.labels
      .map((label, id) => ({ label, score: scores[id]!, word: null }))
      .sort((a, b) => b.score - a.score);
  } finally {
    await predictor.dispose();
  }
}

function encodingOf({ tokenizer }: ModelFolder, text: string, second?: string) {
  return tokenizer.encode(second === undefined ? text : [text, second], { truncation: 'longest_first' });
}
