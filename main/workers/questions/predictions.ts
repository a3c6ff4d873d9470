// What fine-tuned models predict.
import type {
  Answered,
  LabelScore,
  Predicted,
  PredictedRow,
  WordLabel,
} from '../../../app/contract/inference.ts';
import type { InferencePrecision } from '../../../app/devices.ts';
import type { HeadSpec } from '../../../app/models/task.ts';
import { openModel } from '../../storage/models.ts';
import { type Answer, type PredictionInput, Predictor } from '../predictor.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { Asked, Question } from './opened-model.ts';

/** A model's head as it was before the first step. */
export interface NewHead {
  readonly head: HeadSpec;
  readonly seed: number;
}

interface AskedHead extends Asked {
  readonly untrained?: NewHead | undefined;
  /** `float32` where it is not given. */
  readonly precision?: InferencePrecision | undefined;
}

/**
 * What the model's own head predicts for each input, or a new head where `untrained` is given.
 * @throws StudioError `no_head`.
 */
export async function predict(
  shelf: ModelShelf,
  { inputs, ...asked }: AskedHead & { readonly inputs: readonly Pick<Question, 'text' | 'pair'>[] },
): Promise<Predicted> {
  const questions = inputs.map(({ text, pair }) => ({ text, textPair: pair ?? null, words: null }));
  const { head, answers: given, ...answered } = await answers(shelf, { ...asked, inputs: questions });
  const rows = given.map((answer, i) => predictedRow(head, inputs[i]!.text, answer));
  return { ...answered, rows };
}

/** The same as it comes from the model: what a file of predictions is made of. */
export async function answers(
  shelf: ModelShelf,
  {
    model,
    inputs,
    untrained,
    device = 'cpu',
    precision = 'float32',
  }: AskedHead & { readonly inputs: readonly PredictionInput[] },
): Promise<Answered & { readonly head: HeadSpec; readonly answers: readonly Answer[] }> {
  const key = untrained
    ? `untrained ${untrained.seed} ${device} ${precision} ${model} ${untrained.head.labels}`
    : `predict ${device} ${precision} ${model}`;
  const predictor = await shelf.get(key, async () => {
    const folder = await openModel(model);
    return untrained
      ? Predictor.untrained(folder, untrained, { device, precision })
      : Predictor.open(folder, { device, precision });
  });
  const start = performance.now();
  const given = await predictor.predict(inputs);
  const seconds = (performance.now() - start) / 1000;
  return { model, device: predictor.device, seconds, head: predictor.head, answers: given };
}

/** An answer as windows show it: labels best first, words where they stand in `text`. */
export function predictedRow({ labels }: HeadSpec, text: string, answer: Answer): PredictedRow {
  if (answer.kind === 'labels') {
    const scores = labels.map((label, id): LabelScore => ({ label, score: answer.scores[id]! }));
    return {
      kind: 'labels',
      scores: scores.sort((a, b) => b.score - a.score),
      truncated: answer.truncated,
    };
  }
  const places = [...text.matchAll(/\S+/g)];
  const words = answer.words.map(({ word, best }, i): WordLabel => {
    const start = places[i]!.index;
    return { word, start, end: start + word.length, label: best?.label ?? null, score: best?.score ?? null };
  });
  return { kind: 'words', words, truncated: answer.truncated };
}
