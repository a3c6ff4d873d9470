import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import { softmax } from '../../app/math/softmax.ts';
import { lengthBatches } from '../../app/models/bert/length-batches.ts';
import { labelScores } from '../../app/models/label-scores.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Encoding } from '../../app/tokenization/encoding.ts';
import { argmax } from '../../app/training/metrics/report.ts';
import { BertModel } from '../runtime/bert-model.ts';
import type { ModelFolder } from '../storage/models.ts';
import { openWeights } from './engines.ts';
import { inputLimits } from './input-limits.ts';
import { openInferenceDevice } from './open-device.ts';
import { headOf, trainedWeights } from './trained-head.ts';

/** What a fine-tuned model is asked about. */
export interface PredictionInput {
  readonly text: string;
  readonly textPair: string | null;
  /** Instead of the text for token classification; its words are then parted by spaces where this is null. */
  readonly words: readonly string[] | null;
}

export type Answer =
  /** One score for each label of the head: probabilities, or the predicted number itself for regression. */
  | { readonly kind: 'labels'; readonly scores: readonly number[]; readonly truncated: boolean }
  | { readonly kind: 'words'; readonly words: readonly WordAnswer[]; readonly truncated: boolean };

interface WordAnswer {
  readonly word: string;
  /** Null for a word that was cut off because the text is longer than the model can read. */
  readonly best: { readonly label: string; readonly score: number } | null;
}

interface PredictorOptions {
  readonly device: DeviceChoice;
  readonly precision?: InferencePrecision | undefined;
  /** Null takes what the computer has. */
  readonly threads?: number | null;
}

/** An input as the model reads it, with the words it is asked to label. */
interface Question {
  readonly encoding: Encoding;
  readonly words: readonly string[];
}

/** A fine-tuned model that answers texts in batches. */
export class Predictor {
  readonly head: HeadSpec;
  readonly #model: ModelFolder;
  readonly #bert: BertModel;

  private constructor(model: ModelFolder, head: HeadSpec, bert: BertModel) {
    this.#model = model;
    this.head = head;
    this.#bert = bert;
  }

  /** @throws StudioError `no_head` for a model that was not fine-tuned to predict labels. */
  static async open(
    model: ModelFolder,
    { device, precision = 'float32', threads = null }: PredictorOptions,
  ): Promise<Predictor> {
    const head = headOf(model);
    const weights = await trainedWeights(model, head);
    const on = await openInferenceDevice(device, threads, precision);
    return new Predictor(model, head, new BertModel(model.config, weights, on));
  }

  /** What a run begins with: the model's own weights, and a new head drawn from the run's seed. */
  static async untrained(
    model: ModelFolder,
    { head, seed }: { readonly head: HeadSpec; readonly seed: number },
    { device, precision = 'float32', threads = null }: PredictorOptions,
  ): Promise<Predictor> {
    const { weights } = await openWeights(model, head, seed);
    const on = await openInferenceDevice(device, threads, precision);
    return new Predictor(model, head, new BertModel(model.config, weights, on));
  }

  get device(): string {
    return this.#bert.device;
  }

  /** One answer for each input, in order; computed in batches of similar length. */
  async predict(inputs: readonly PredictionInput[]): Promise<Answer[]> {
    const questions = inputs.map((input) => this.#encode(input));
    const answers = new Array<Answer>(inputs.length);
    for (const batch of lengthBatches(questions.map(({ encoding }) => encoding.inputIds.length))) {
      const own = await this.#answer(batch.map((i) => questions[i]!));
      for (const [at, i] of batch.entries()) answers[i] = own[at]!;
    }
    return answers;
  }

  async dispose(): Promise<void> {
    await this.#bert.dispose();
  }

  #encode({ text, textPair, words }: PredictionInput): Question {
    const { tokenizer } = this.#model;
    const limits = inputLimits(this.#model);
    if (this.head.task !== 'token-classification') {
      const pair = textPair === null ? text : ([text, textPair] as const);
      return { encoding: tokenizer.encode(pair, limits), words: [] };
    }
    const parted = words ?? text.split(/\s+/).filter((word) => word !== '');
    return { encoding: tokenizer.encodeWords(parted, limits), words: parted };
  }

  async #answer(questions: readonly Question[]): Promise<Answer[]> {
    return this.head.task === 'token-classification' ? this.#words(questions) : this.#sequences(questions);
  }

  async #sequences(questions: readonly Question[]): Promise<Answer[]> {
    const encodings = questions.map(({ encoding }) => encoding);
    const logits = await this.#bert.sequenceLogits(this.head, encodings);
    const width = this.head.labels.length;
    return encodings.map(({ truncatedTokens }, i) => ({
      kind: 'labels',
      scores: [...labelScores(logits.subarray(i * width, (i + 1) * width), this.head.problemType)],
      truncated: truncatedTokens > 0,
    }));
  }

  async #words(questions: readonly Question[]): Promise<Answer[]> {
    // A word's label is that of its first token.
    const first = questions.map(({ words, encoding }) =>
      words.map((_, word) => encoding.wordIds.indexOf(word)),
    );
    const asked = first.map((positions) => positions.filter((position) => position >= 0));
    const logits = await this.#bert.tokenLogits(
      this.head,
      questions.map(({ encoding }) => encoding),
      asked,
    );
    const { labels } = this.head;
    let row = 0;
    const bestOf = (): WordAnswer['best'] => {
      const scores = softmax(logits.subarray(row * labels.length, (row + 1) * labels.length));
      const id = argmax(logits, row++ * labels.length, labels.length);
      return { label: labels[id]!, score: scores[id]! };
    };
    return questions.map(({ words, encoding }, i) => ({
      kind: 'words',
      words: words.map((word, w) => ({ word, best: first[i]![w]! < 0 ? null : bestOf() })),
      truncated: encoding.truncatedTokens > 0,
    }));
  }
}
