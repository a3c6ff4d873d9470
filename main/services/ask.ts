import type { Candidate, TokenRow } from '../../app/contract/inference.ts';
import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Features } from '../runtime/bert-model.ts';
import { openModel } from '../storage/models.ts';
import { openInferenceModel } from '../workers/engines.ts';
import { type Answer, Predictor } from '../workers/predictor.ts';
import { fillMask as fillMaskOn } from '../workers/questions/hidden-words.ts';
import { ModelShelf } from '../workers/questions/model-shelf.ts';
import { encodingOf, tokenize as tokenizeBy } from '../workers/questions/opened-model.ts';
import { resolveCheckpoint } from './checkpoints.ts';

export interface Prediction {
  readonly label: string;
  /** A probability; the predicted number itself for regression. */
  readonly score: number;
  /** The word it is about, for token classification. */
  readonly word: string | null;
}

interface Cut {
  /** Whether the text is longer than the model can read, and lost its end. */
  readonly truncated: boolean;
}

/** Single questions to a model, each opened for the purpose. */
export const ask = { encode, fillMask, tokenize, predict };

async function encode(
  name: string,
  text: string,
  pair: string | undefined,
  device: DeviceChoice,
): Promise<Features & Cut> {
  const model = await openModel(await resolveCheckpoint(name));
  const { bert } = await openInferenceModel(model, null, device);
  const encoding = encodingOf(model, { text, pair });
  const features = await bert.features([encoding]);
  await bert.dispose();
  return { ...features, truncated: encoding.truncatedTokens > 0 };
}

/** For each [MASK] in order, the likeliest words. */
async function fillMask(
  name: string,
  text: string,
  top: number,
  device: DeviceChoice,
): Promise<readonly (readonly Candidate[])[]> {
  const shelf = new ModelShelf();
  const model = await resolveCheckpoint(name);
  const { masks } = await fillMaskOn(shelf, { model, text, top, words: [], device });
  await shelf.dispose();
  return masks;
}

async function tokenize(name: string, text: string, pair?: string): Promise<TokenRow[]> {
  return tokenizeBy({ model: await resolveCheckpoint(name), text, pair });
}

async function predict(
  name: string,
  text: string,
  second: string | undefined,
  device: DeviceChoice,
  precision: InferencePrecision,
): Promise<Cut & { readonly predictions: readonly Prediction[] }> {
  const predictor = await Predictor.open(await openModel(await resolveCheckpoint(name)), {
    device,
    precision,
  });
  try {
    const [answer] = await predictor.predict([{ text, textPair: second ?? null, words: null }]);
    return { predictions: predictionsOf(predictor.head, answer!), truncated: answer!.truncated };
  } finally {
    await predictor.dispose();
  }
}

/** The likeliest label first, or the words in their order. */
function predictionsOf({ labels }: HeadSpec, answer: Answer): Prediction[] {
  if (answer.kind === 'words')
    return answer.words.flatMap(({ word, best }) => (best ? [{ ...best, word }] : []));
  return labels
    .map((label, id) => ({ label, score: answer.scores[id]!, word: null }))
    .sort((a, b) => b.score - a.score);
}
