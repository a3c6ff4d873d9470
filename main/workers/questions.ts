import type {
  Answered,
  AttentionHeads,
  AttentionMaps,
  Candidate,
  ComparedContexts,
  EncodedText,
  FilledMasks,
  LabelScore,
  Predicted,
  PredictedRow,
  TokenRow,
  WordLabel,
} from '../../app/contract/inference.ts';
import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import { StudioError } from '../../app/errors.ts';
import { softmax } from '../../app/math/softmax.ts';
import { headShares, thumbnail } from '../../app/models/bert/attention-habits.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { BertModel, Features } from '../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { centredCosines } from './centred-cosines.ts';
import { openInferenceModel } from './engines.ts';
import { guessWords, type HiddenWordItem } from './guess-words.ts';
import type { ModelShelf } from './model-shelf.ts';
import { type Answer, type PredictionInput, Predictor } from './predictor.ts';

export interface Question {
  /** A model's name, or the folder of a model or checkpoint. */
  readonly model: string;
  readonly text: string;
  readonly pair?: string | undefined;
  /** `cpu` where it is not given. */
  readonly device?: DeviceChoice | undefined;
}

/** A model's head as it was before the first step. */
export interface NewHead {
  readonly head: HeadSpec;
  readonly seed: number;
}

interface OpenedModel {
  readonly model: ModelFolder;
  readonly bert: BertModel;
  dispose(): Promise<void>;
}

/** Most tokens that one head's small map shows each by itself. */
const PLACES = 40;
const MASKED_LM: HeadSpec = { task: 'fill-mask', problemType: 'single_label_classification', labels: [] };

/** What can be asked of models, each opened from a shelf. */
export class Questions {
  private readonly shelf: ModelShelf;

  constructor(shelf: ModelShelf) {
    this.shelf = shelf;
  }

  /** The pieces a text is cut into, not truncated. */
  async tokenize({ model, text, pair }: Question): Promise<TokenRow[]> {
    const { tokenizer } = await openModel(model);
    return tokenRows(tokenizer, tokenizer.encode(inputOf(text, pair), { truncation: 'do_not_truncate' }));
  }

  /**
   * For each [MASK] in order, the likeliest words, and where the `words` asked about rank.
   * @throws StudioError `no_mask`, `no_masked_lm_head`.
   */
  async fillMask(question: Question & { top: number; words: readonly string[] }): Promise<FilledMasks> {
    const opened = await this.open(question, MASKED_LM);
    const { tokenizer, config } = opened.model;
    const encoding = encode(opened.model, question);
    const positions = [...encoding.inputIds.keys()].filter(
      (i) => encoding.inputIds[i] === tokenizer.specialIds.mask,
    );
    if (positions.length === 0) {
      throw new StudioError('no_mask', 'The text has no [MASK]. Put one where the word to guess belongs.');
    }
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
    const asked = question.words.flatMap((word) => {
      const ids = tokenizer.encode(word, { truncation: 'do_not_truncate' }).inputIds;
      return ids.length === 3 ? [ids[1]!] : [];
    });
    return {
      ...answered,
      masks: rows.map((row) => candidates(largest(row, question.top), row)),
      asked: rows.map((row) => candidates(asked, row)),
    };
  }

  /**
   * For each text, the first guess for one of its [MASK]s, and whether it is the word that was hidden.
   * @throws StudioError `no_masked_lm_head`.
   */
  async guessWords({ model, items }: { model: string; items: readonly HiddenWordItem[] }) {
    return guessWords(await this.open({ model }, MASKED_LM), MASKED_LM, items);
  }

  /** `last_hidden_state` of a text, token by token. */
  async encode(question: Question): Promise<EncodedText> {
    const opened = await this.open(question, null);
    const encoding = encode(opened.model, question);
    const { value, ...answered } = await timed(opened, () => opened.bert.features([encoding]));
    const { lastHiddenState: states } = value;
    const width = opened.model.config.hidden_size;
    return {
      ...answered,
      tokens: tokenRows(opened.model.tokenizer, encoding),
      printed: String(states),
      shape: states.shape,
      values: Array.from(encoding.inputIds, (_, t) =>
        Array.from(states.data.subarray(t * width, (t + 1) * width), rounded),
      ),
    };
  }

  /** Attention probabilities of one layer. @throws StudioError `no_such_layer`. */
  async attention(question: Question & { layer: number }): Promise<AttentionMaps> {
    const opened = await this.open(question, null);
    const { num_hidden_layers: layers, num_attention_heads: heads } = opened.model.config;
    if (question.layer > layers) {
      throw new StudioError(
        'no_such_layer',
        `${opened.model.name} has ${layers} layers; choose one of them.`,
      );
    }
    const encoding = encode(opened.model, question);
    const { value, ...answered } = await timed(opened, () => opened.bert.features([encoding]));
    const { data } = value.attentions[question.layer - 1]!;
    const size = encoding.inputIds.length;
    const row = (head: number, from: number) => {
      const start = (head * size + from) * size;
      return Array.from(data.subarray(start, start + size), rounded);
    };
    const each = <Value>(count: number, make: (i: number) => Value) =>
      Array.from({ length: count }, (_, i) => make(i));
    return {
      ...answered,
      tokens: tokenRows(opened.model.tokenizer, encoding),
      layers,
      heads,
      attention: each(heads, (head) => each(size, (from) => row(head, from))),
      special: value.attentions.map((of) => restingOnSpecial(of.data, heads, encoding, opened.model)),
    };
  }

  /** Every head's attention as a small map, and where it goes. */
  async heads(question: Question): Promise<AttentionHeads> {
    const opened = await this.open(question, null);
    const { num_attention_heads: heads } = opened.model.config;
    const encoding = encode(opened.model, question);
    const { value, ...answered } = await timed(opened, () => opened.bert.features([encoding]));
    const rows = tokenRows(opened.model.tokenizer, encoding);
    const { cls, sep } = opened.model.tokenizer.specialIds;
    const tokens = rows.map(({ id, type }) => ({ type, special: id === cls || id === sep }));
    const size = rows.length;
    let places = size;
    const maps = value.attentions.map(({ data }) =>
      Array.from({ length: heads }, (_, head) => {
        const weights = data.subarray(head * size * size, (head + 1) * size * size);
        const small = thumbnail(weights, size, PLACES);
        places = small.places;
        return { ...headShares(weights, tokens), values: small.values };
      }),
    );
    return { ...answered, tokens: rows, places, maps };
  }

  /**
   * How alike one word's vectors are where only what follows it changes, read from both sides and from the left alone.
   * @throws StudioError `no_word` where `start` is empty.
   */
  async compareContexts({
    start,
    endings,
    ...asked
  }: Pick<Question, 'model' | 'device'> & {
    start: string;
    endings: readonly string[];
  }): Promise<ComparedContexts> {
    const opened = await this.open(asked, null);
    const { tokenizer, config } = opened.model;
    const before = encode(opened.model, { text: start });
    const place = before.inputIds.length - 2;
    if (place < 1)
      throw new StudioError('no_word', 'There is no word to compare. Write how the sentences begin.');
    const sentences = endings.map((ending) => encode(opened.model, { text: `${start} ${ending}` }));
    const { value, ...answered } = await timed(opened, async () => ({
      both: await opened.bert.features(sentences),
      leftOnly: await opened.bert.features(sentences, true),
    }));
    const lengths = sentences.map(({ inputIds }) => inputIds.length);
    const compare = ({ lastHiddenState }: Features) =>
      centredCosines(lastHiddenState.data, lengths, place, config.hidden_size).map((row) => row.map(rounded));
    const first = before.wordIds[place];
    const pieces = tokenizer
      .convertIdsToTokens([...before.inputIds])
      .filter((_, i) => i > 0 && i <= place && before.wordIds[i] === first);
    return { ...answered, pieces, both: compare(value.both), leftOnly: compare(value.leftOnly) };
  }

  /**
   * What the model's own head predicts for each input.
   *
   * @param untrained asks a new head instead.
   * @throws StudioError `no_head`.
   */
  async predict({
    inputs,
    ...asked
  }: {
    model: string;
    inputs: readonly { text: string; pair?: string | undefined }[];
    untrained?: NewHead | undefined;
    device?: DeviceChoice | undefined;
  }): Promise<Predicted> {
    const questions = inputs.map(({ text, pair }) => ({ text, textPair: pair ?? null, words: null }));
    const { head, answers, ...answered } = await this.answers({ ...asked, inputs: questions });
    const rows = answers.map((answer, i) => predictedRow(head, inputs[i]!.text, answer));
    return { ...answered, rows };
  }

  /** The same as it comes from the model: what a file of predictions is made of. */
  async answers({
    model,
    inputs,
    untrained,
    device = 'cpu',
    precision = 'float32',
  }: {
    model: string;
    inputs: readonly PredictionInput[];
    untrained?: NewHead | undefined;
    device?: DeviceChoice | undefined;
    precision?: InferencePrecision | undefined;
  }): Promise<Answered & { head: HeadSpec; answers: readonly Answer[] }> {
    const key = untrained
      ? `untrained ${untrained.seed} ${device} ${precision} ${model} ${untrained.head.labels}`
      : `predict ${device} ${precision} ${model}`;
    const predictor = await this.shelf.get(key, async () => {
      const folder = await openModel(model);
      return untrained
        ? Predictor.untrained(folder, untrained, { device, precision })
        : Predictor.open(folder, { device, precision });
    });
    const start = performance.now();
    const answers = await predictor.predict(inputs);
    const seconds = (performance.now() - start) / 1000;
    return { model, device: predictor.device, seconds, head: predictor.head, answers };
  }

  /** @throws StudioError `no_masked_lm_head`, and whatever is wrong with the model's files. */
  private open(
    { model: path, device = 'cpu' }: Pick<Question, 'model' | 'device'>,
    head: typeof MASKED_LM | null,
  ): Promise<OpenedModel> {
    return this.shelf.get(`${head?.task ?? 'features'} ${device} ${path}`, async () => {
      const model = await openModel(path);
      const { bert, report } = await openInferenceModel(model, head, device);
      const dispose = () => bert.dispose();
      if (head === null || report.missing.length === 0) return { model, bert, dispose };
      await dispose();
      throw new StudioError(
        'no_masked_lm_head',
        `${model.name} has no masked-LM head, so it cannot guess words. Use bert-base-uncased.`,
      );
    });
  }
}

/** Mean share of each head's attention on [CLS] and [SEP], [heads]. @param data [heads, size, size] */
function restingOnSpecial(
  data: Float32Array,
  heads: number,
  { inputIds }: Encoding,
  { tokenizer }: ModelFolder,
): number[] {
  const { cls, sep } = tokenizer.specialIds;
  const special = [...inputIds.keys()].filter((i) => inputIds[i] === cls || inputIds[i] === sep);
  const size = inputIds.length;
  return Array.from({ length: heads }, (_, head) => {
    let sum = 0;
    for (let from = 0; from < size; from++) {
      for (const to of special) sum += data[(head * size + from) * size + to]!;
    }
    return rounded(sum / size);
  });
}

type Encoding = ReturnType<ModelFolder['tokenizer']['encode']>;

function inputOf(text: string, pair: string | undefined): string | readonly [string, string] {
  return pair === undefined ? text : [text, pair];
}

function encode(
  { tokenizer }: ModelFolder,
  { text, pair }: { text: string; pair?: string | undefined },
): Encoding {
  return tokenizer.encode(inputOf(text, pair), { truncation: 'longest_first' });
}

function tokenRows(tokenizer: ModelFolder['tokenizer'], encoding: Encoding): TokenRow[] {
  const { inputIds, tokenTypeIds, offsets } = encoding;
  return tokenizer.convertIdsToTokens([...inputIds]).map((token, i) => ({
    token,
    id: inputIds[i]!,
    type: tokenTypeIds[i]!,
    start: offsets[2 * i]!,
    end: offsets[2 * i + 1]!,
  }));
}

async function timed<Value>({ model, bert }: OpenedModel, ask: () => Promise<Value>) {
  const start = performance.now();
  const value = await ask();
  return { value, model: model.name, device: bert.device, seconds: (performance.now() - start) / 1000 };
}

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

/** Positions of the largest values, largest first. */
function largest(values: Float64Array, count: number): number[] {
  return [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, count);
}

/** Six decimals: more than float32 has for values around one, in half the text. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
