// What goes on inside a model: hidden states and attention.
import type {
  AttentionHeads,
  AttentionMaps,
  ComparedContexts,
  EncodedText,
} from '../../../app/contract/inference.ts';
import { StudioError } from '../../../app/errors.ts';
import { headShares, thumbnail } from '../../../app/models/bert/attention-habits.ts';
import type { Encoding } from '../../../app/tokenization/encoding.ts';
import type { Features } from '../../runtime/bert-model.ts';
import type { ModelFolder } from '../../storage/models.ts';
import { centredCosines } from './centred-cosines.ts';
import type { ModelShelf } from './model-shelf.ts';
import { type Asked, encodingOf, openOn, type Question, timed, tokenRows } from './opened-model.ts';

/** Most tokens that one head's small map shows each by itself. */
const PLACES = 40;

/** `last_hidden_state` of a text, token by token. */
export async function features(shelf: ModelShelf, question: Question): Promise<EncodedText> {
  const opened = await openOn(shelf, question, null);
  const encoding = encodingOf(opened.model, question);
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
export async function attention(
  shelf: ModelShelf,
  question: Question & { readonly layer: number },
): Promise<AttentionMaps> {
  const opened = await openOn(shelf, question, null);
  const { num_hidden_layers: layers, num_attention_heads: heads } = opened.model.config;
  if (question.layer > layers) {
    throw new StudioError('no_such_layer', `${opened.model.name} has ${layers} layers; choose one of them.`);
  }
  const encoding = encodingOf(opened.model, question);
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
export async function heads(shelf: ModelShelf, question: Question): Promise<AttentionHeads> {
  const opened = await openOn(shelf, question, null);
  const { num_attention_heads: count } = opened.model.config;
  const encoding = encodingOf(opened.model, question);
  const { value, ...answered } = await timed(opened, () => opened.bert.features([encoding]));
  const rows = tokenRows(opened.model.tokenizer, encoding);
  const { cls, sep } = opened.model.tokenizer.specialIds;
  const tokens = rows.map(({ id, type }) => ({ type, special: id === cls || id === sep }));
  const size = rows.length;
  let places = size;
  const maps = value.attentions.map(({ data }) =>
    Array.from({ length: count }, (_, head) => {
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
export async function compareContexts(
  shelf: ModelShelf,
  { start, endings, ...asked }: Asked & { readonly start: string; readonly endings: readonly string[] },
): Promise<ComparedContexts> {
  const opened = await openOn(shelf, asked, null);
  const { tokenizer, config } = opened.model;
  const before = encodingOf(opened.model, { text: start });
  const place = before.inputIds.length - 2;
  if (place < 1)
    throw new StudioError('no_word', 'There is no word to compare. Write how the sentences begin.');
  const sentences = endings.map((ending) => encodingOf(opened.model, { text: `${start} ${ending}` }));
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

/** Six decimals: more than float32 has for values around one, in half the text. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
