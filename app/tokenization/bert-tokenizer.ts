import { Tokenizer } from '@huggingface/tokenizers';
import { StudioError } from '../errors.ts';
import { ByteTokenizer } from './byte-tokenizer.ts';
import { assemble, type Encoding, emptyPieces, type Pieces, padTo, type SpecialIds } from './encoding.ts';
import {
  readTokenizerFiles,
  type SpecialRole,
  type TokenizerFiles,
  type TokenizerSpec,
} from './tokenizer-files.ts';
import { toTokenizerJson } from './tokenizer-json.ts';
import { keptLengths, type TruncationStrategy } from './truncation.ts';
import { WordPieces } from './word-pieces.ts';

export interface EncodeOptions {
  readonly addSpecialTokens?: boolean;
  /** Default `do_not_truncate`. */
  readonly truncation?: TruncationStrategy;
  /** `longest` pads a batch to its longest member; default `do_not_pad`. */
  readonly padding?: 'do_not_pad' | 'longest' | 'max_length';
  /** Tokens, special ones included. Default: the model's `model_max_length`. */
  readonly maxLength?: number;
}

/** An encoding of words given one by one; offsets count from the start of each word. */
interface WordsEncoding extends Encoding {
  /** Words cut away whole by truncation. */
  readonly lostWords: number;
  /** Words that have no token at all: nothing but spaces or control characters. */
  readonly emptyWords: number;
}

/** A text, or a pair of texts. */
export type TextInput = string | readonly [first: string, second: string];

/** BERT's tokenizer: the same tokens as Hugging Face's `BertTokenizer` for the same files. */
export class BertTokenizer {
  /** Ids run from 0 to `vocabSize - 1`. */
  readonly vocabSize: number;
  readonly modelMaxLength: number | null;
  readonly specialTokens: Readonly<Record<SpecialRole, string>>;
  readonly specialIds: Readonly<Record<SpecialRole, number>>;
  readonly #spec: TokenizerSpec;
  readonly #library: Tokenizer;
  readonly #wordPieces: WordPieces;

  /** @throws StudioError `tokenizer_invalid` or `tokenizer_unsupported`, as `readTokenizerFiles`. */
  constructor(files: TokenizerFiles) {
    const spec = readTokenizerFiles(files);
    this.#spec = spec;
    this.#library = new Tokenizer(toTokenizerJson(spec), { clean_up_tokenization_spaces: false });
    const id = (role: SpecialRole) => this.#library.token_to_id(spec.special[role])!;
    this.specialTokens = spec.special;
    this.specialIds = { pad: id('pad'), unk: id('unk'), cls: id('cls'), sep: id('sep'), mask: id('mask') };
    this.vocabSize = this.#library.model!.vocab.length;
    this.modelMaxLength = spec.modelMaxLength;
    this.#wordPieces = new WordPieces(this.#library, {
      normalizer: { ...spec, stripAccents: spec.stripAccents ?? spec.lowercase },
      addedTokens: spec.addedTokens,
      unkId: this.specialIds.unk,
      continuingSubwordPrefix: spec.continuingSubwordPrefix,
    });
  }

  /** The tokenizer.json of this tokenizer, also when it was read from vocab.txt: for saving beside a model. */
  tokenizerJson(): ReturnType<typeof toTokenizerJson> {
    return toTokenizerJson(this.#spec);
  }

  /** @throws StudioError `truncation_impossible`, or `invalid_arguments` when no length is known or it is too small. */
  encode(input: TextInput, options: EncodeOptions = {}): Encoding {
    const texts = typeof input === 'string' ? [input] : input;
    const sequences = texts.map((text) => this.#wordPieces.tokenize(text));
    return this.#pad(this.#assemble(sequences, options), options);
  }

  /** The `inputIds` of one text without special tokens, neither truncated nor padded, in half the time of `encode`. */
  tokenIds(text: string): Int32Array {
    return this.#wordPieces.ids(text);
  }

  /** Does as `tokenIds` for texts that are bytes. */
  ofBytes(): ByteTokenizer {
    const wholes = this.#spec.addedTokens.filter(({ normalized }) => !normalized);
    return new ByteTokenizer(
      (text) => this.tokenIds(text),
      wholes.map(({ content }) => content),
    );
  }

  /** Encodes each input; with padding `longest` all come out as long as the longest. */
  encodeBatch(inputs: readonly TextInput[], options: EncodeOptions = {}): Encoding[] {
    const encodings = inputs.map((input) => this.encode(input, options));
    if (options.padding !== 'longest') return encodings;
    const longest = encodings.reduce((most, encoding) => Math.max(most, encoding.inputIds.length), 0);
    return encodings.map((encoding) => padTo(encoding, longest, this.specialIds.pad));
  }

  /** Encodes a text that is cut into words already (`is_split_into_words`); `wordIds` are indices into `words`. */
  encodeWords(words: readonly string[], options: EncodeOptions = {}): WordsEncoding {
    const sequence = emptyPieces();
    let withTokens = 0;
    for (const [index, word] of words.entries()) {
      const { ids, starts, ends } = this.#wordPieces.tokenize(word);
      if (ids.length > 0) withTokens++;
      for (let i = 0; i < ids.length; i++) {
        sequence.ids.push(ids[i]!);
        sequence.starts.push(starts[i]!);
        sequence.ends.push(ends[i]!);
        sequence.words.push(index);
      }
    }
    const encoding = this.#pad(this.#assemble([sequence], options), options);
    const seen = new Set(encoding.wordIds);
    seen.delete(-1);
    return { ...encoding, lostWords: withTokens - seen.size, emptyWords: words.length - withTokens };
  }

  /** Text of the tokens, pieces joined and spaces before punctuation taken out. The original spacing and case are lost. */
  decode(ids: Iterable<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const list = [...ids];
    this.convertIdsToTokens(list);
    const kept = options.skipSpecialTokens ? list.filter((id) => !this.#isSpecial(id)) : list;
    return kept.length === 0 ? '' : this.#library.decode(kept);
  }

  /** @throws StudioError `unknown_token_id` for an id outside the vocabulary. */
  convertIdsToTokens(ids: Iterable<number>): string[] {
    return Array.from(ids, (id) => {
      const token = this.#library.id_to_token(id);
      if (token !== undefined) return token;
      throw new StudioError(
        'unknown_token_id',
        `There is no token with the id ${id}: this vocabulary has ids 0 to ${this.vocabSize - 1}. ` +
          'Check that the ids come from the same tokenizer.',
        { details: { id, vocabSize: this.vocabSize } },
      );
    });
  }

  /** Tokens outside the vocabulary get the id of `[UNK]`. */
  convertTokensToIds(tokens: Iterable<string>): number[] {
    return Array.from(tokens, (token) => this.#library.token_to_id(token) ?? this.specialIds.unk);
  }

  #isSpecial(id: number): boolean {
    return this.#spec.addedTokens.some((token) => token.special && token.id === id);
  }

  #assemble(sequences: readonly Pieces[], options: EncodeOptions): Encoding {
    const special: SpecialIds | null = (options.addSpecialTokens ?? true) ? this.specialIds : null;
    const strategy = options.truncation ?? 'do_not_truncate';
    const [first, second] = sequences as [Pieces, Pieces?];
    const room =
      strategy === 'do_not_truncate'
        ? Number.POSITIVE_INFINITY
        : this.#maxLength(options) - (special ? sequences.length + 1 : 0);
    if (room < 0) {
      throw new StudioError(
        'invalid_arguments',
        `max_length ${this.#maxLength(options)} has no room for the ${sequences.length + 1} special tokens. Make it larger.`,
      );
    }
    const kept = keptLengths(first.ids.length, second?.ids.length ?? null, room, strategy);
    return assemble(sequences, kept.slice(0, sequences.length), special);
  }

  #pad(encoding: Encoding, options: EncodeOptions): Encoding {
    if (options.padding !== 'max_length') return encoding;
    return padTo(encoding, this.#maxLength(options), this.specialIds.pad);
  }

  #maxLength(options: EncodeOptions): number {
    const length = options.maxLength ?? this.modelMaxLength;
    if (length !== null) return length;
    throw new StudioError(
      'invalid_arguments',
      'Truncation and padding to max_length need a length: the tokenizer has no model_max_length, so give max_length.',
    );
  }
}

/**
 * Checks that every token id has a row in the word embedding.
 * @param rows `vocab_size` of config.json, or the rows of `embeddings.word_embeddings.weight`. More rows than tokens are
 *   fine: models pad them.
 * @throws StudioError `vocabulary_mismatch`
 */
export function checkVocabulary(tokenizer: BertTokenizer, rows: number): void {
  if (tokenizer.vocabSize <= rows) return;
  throw new StudioError(
    'vocabulary_mismatch',
    `The tokenizer has ${tokenizer.vocabSize} tokens, but the model's word embedding has ${rows} rows, so the last ids ` +
      'have no vector. Use the tokenizer files (tokenizer.json or vocab.txt) that came with this model.',
    { details: { tokens: tokenizer.vocabSize, rows } },
  );
}
