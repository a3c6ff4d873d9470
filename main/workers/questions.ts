import type {
  AttentionMaps,
  Candidate,
  EncodedText,
  FilledMasks,
  LabelScore,
  Predicted,
  PredictedRow,
  TokenRow,
  WordLabel,
} from '../../app/contract/inference.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import type { ModelShelf, OpenedModel } from './model-shelf.ts';

export interface Question {
  /** A model's name, or the folder of a model or checkpoint. */
  readonly model: string;
  readonly text: string;
  readonly pair?: string | undefined;
}

const BATCH = 32;

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
    const opened = await this.shelf.get(question.model, 'fill-mask');
    const { tokenizer, config } = opened.model;
    const encoding = encode(opened.model, question);
    const positions = [...encoding.inputIds.keys()].filter(
      (i) => encoding.inputIds[i] === tokenizer.specialIds.mask,
    );
    if (positions.length === 0) {
      throw new StudioError('no_mask', 'The text has no [MASK]. Put one where the word to guess belongs.');
    }
    const { value: logits, ...answered } = await timed(opened, () =>
      opened.bert.tokenLogits(opened.head!, [encoding], [positions]),
    );
    const rows = positions.map((_, i) =>
      softmax(logits.subarray(i * config.vocab_size, (i + 1) * config.vocab_size)),
    );
    const candidates = (ids: readonly number[], probabilities: Float64Array): Candidate[] => {
      const tokens = tokenizer.convertIdsToTokens(ids);
      return ids.map((id, i) => ({ token: tokens[i]!, id, probability: probabilities[id]! }));
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

  /** `last_hidden_state` of a text, token by token. */
  async encode(question: Question): Promise<EncodedText> {
    const opened = await this.shelf.get(question.model, 'features');
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
    const opened = await this.shelf.get(question.model, 'features');
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
    };
  }

  /**
   * What the model's own head predicts for each input.
   * @throws StudioError `no_head`.
   */
  async predict({
    model,
    inputs,
  }: {
    model: string;
    inputs: readonly { text: string; pair?: string | undefined }[];
  }): Promise<Predicted> {
    const opened = await this.shelf.get(model, 'predict');
    const head = opened.head!;
    const rows: PredictedRow[] = [];
    let seconds = 0;
    for (let start = 0; start < inputs.length; start += BATCH) {
      const batch = inputs.slice(start, start + BATCH);
      if (head.task === 'token-classification') {
        for (const { text } of batch) {
          const answered = await timed(opened, () => wordLabels(opened, head, text));
          seconds += answered.seconds;
          rows.push({ kind: 'words', words: answered.value });
        }
        continue;
      }
      const encodings = batch.map((input) => encode(opened.model, input));
      const answered = await timed(opened, () => opened.bert.sequenceLogits(head, encodings));
      seconds += answered.seconds;
      const labels = head.labels.length;
      for (const i of batch.keys()) {
        rows.push({
          kind: 'labels',
          scores: labelScores(head, answered.value.subarray(i * labels, (i + 1) * labels)),
        });
      }
    }
    return { model: opened.model.name, device: opened.bert.device, seconds, rows };
  }
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

function labelScores(head: HeadSpec, logits: Float32Array): LabelScore[] {
  const scores =
    head.problemType === 'regression'
      ? logits
      : head.problemType === 'multi_label_classification'
        ? logits.map((value) => 1 / (1 + Math.exp(-value)))
        : softmax(logits);
  return head.labels.map((label, id) => ({ label, score: scores[id]! })).sort((a, b) => b.score - a.score);
}

async function wordLabels({ model, bert }: OpenedModel, head: HeadSpec, text: string): Promise<WordLabel[]> {
  const words = [...text.matchAll(/\S+/g)];
  const encoding = model.tokenizer.encodeWords(
    words.map(([word]) => word),
    { truncation: 'longest_first' },
  );
  const kept = words.flatMap((match, word) => {
    const position = encoding.wordIds.indexOf(word);
    return position < 0 ? [] : [{ word: match[0], start: match.index, position }];
  });
  const logits = await bert.tokenLogits(head, [encoding], [kept.map(({ position }) => position)]);
  return kept.map(({ word, start }, i) => {
    const probabilities = softmax(logits.subarray(i * head.labels.length, (i + 1) * head.labels.length));
    const [best] = largest(probabilities, 1);
    return {
      word,
      start,
      end: start + word.length,
      label: head.labels[best!]!,
      score: probabilities[best!]!,
    };
  });
}

function softmax(row: Float32Array): Float64Array {
  const top = row.reduce((a, b) => Math.max(a, b));
  const exponentials = Float64Array.from(row, (value) => Math.exp(value - top));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / sum);
}

/** Positions of the largest values, largest first. */
function largest(values: Float64Array, count: number): number[] {
  return [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, count);
}

/** Six decimals: more than float32 has for values around one, in half the text. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
