import type { Candidate, TokenRow } from '../../app/contract/inference.ts';
import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import type { Features } from '../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { openInferenceModel } from '../workers/engines.ts';
import { ModelShelf } from '../workers/model-shelf.ts';
import { Predictor } from '../workers/predictor.ts';
import { Questions } from '../workers/questions.ts';
import { resolveCheckpoint } from './checkpoints.ts';

export interface Prediction {
  readonly label: string;
  /** A probability; the predicted number itself for regression. */
  readonly score: number;
  /** The word it is about, for token classification. */
  readonly word: string | null;
}

/** Single questions to a model, each opened for the purpose. */
export const ask = { encode, fillMask, tokenize, predict };

async function encode(
  name: string,
  text: string,
  second: string | undefined,
  device: DeviceChoice,
): Promise<Features> {
  const model = await openModel(await resolveCheckpoint(name));
  const { bert } = await openInferenceModel(model, null, device);
  const features = await bert.features([encodingOf(model, text, second)]);
  await bert.dispose();
  return features;
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
  const { masks } = await new Questions(shelf).fillMask({ model, text, top, words: [], device });
  await shelf.dispose();
  return masks;
}

async function tokenize(name: string, text: string, pair?: string): Promise<TokenRow[]> {
  return new Questions(new ModelShelf()).tokenize({ model: await resolveCheckpoint(name), text, pair });
}

async function predict(
  name: string,
  text: string,
  second: string | undefined,
  device: DeviceChoice,
  precision: InferencePrecision,
): Promise<Prediction[]> {
  const predictor = await Predictor.open(await openModel(await resolveCheckpoint(name)), {
    device,
    precision,
  });
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
