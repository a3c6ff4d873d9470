import type { Tokenizer } from '@huggingface/tokenizers';
import { type AddedToken, type AddedTokenMatch, addedTokenFinder } from './added-tokens.ts';
import { isSeparator } from './characters.ts';
import { emptyPieces, type Pieces } from './encoding.ts';
import { type AlignedText, forEachWord, type NormalizerOptions, normalize } from './normalize.ts';

const CACHE_ENTRIES = 100_000;
const LONGEST_CACHED_CHUNK = 64;

interface WordPieceOptions {
  readonly normalizer: NormalizerOptions;
  readonly addedTokens: readonly AddedToken[];
  readonly unkId: number;
  readonly continuingSubwordPrefix: string;
}

/**
 * Text to word pieces with offsets. The library splits each word; normalization is ours because it has to remember
 * offsets, which the library drops. Natural text repeats itself, so the result of each whitespace-free chunk is kept.
 */
export class WordPieces {
  readonly #library: Tokenizer;
  readonly #options: WordPieceOptions;
  readonly #findRaw: (text: string) => AddedTokenMatch[];
  readonly #findNormalized: (text: string) => AddedTokenMatch[];
  readonly #chunks = new Map<string, Pieces>();

  constructor(library: Tokenizer, options: WordPieceOptions) {
    this.#library = library;
    this.#options = options;
    this.#findRaw = addedTokenFinder(options.addedTokens.filter((token) => !token.normalized));
    this.#findNormalized = addedTokenFinder(
      options.addedTokens
        .filter((token) => token.normalized)
        .map((token) => ({ ...token, content: normalize(token.content, options.normalizer).text })),
    );
  }

  /** Tokens of one text. */
  tokenize(text: string): Pieces {
    const into = emptyPieces();
    this.#visit(text, (pieces, offset) => append(into, pieces, offset));
    return into;
  }

  /** Their ids alone, in half the time. */
  ids(text: string): Int32Array {
    const ids: number[] = [];
    this.#visit(text, (pieces) => {
      for (let i = 0; i < pieces.ids.length; i++) ids.push(pieces.ids[i]!);
    });
    return new Int32Array(ids);
  }

  /** @param visit gets the tokens of each chunk, and where in the text it begins. */
  #visit(text: string, visit: (pieces: Pieces, offset: number) => void): void {
    let from = 0;
    for (const { id, start, end } of this.#findRaw(text)) {
      this.#visitSection(text, from, start, visit);
      visit({ ids: [id], starts: [0], ends: [end - start], words: [0], wordCount: 1 }, start);
      from = end;
    }
    this.#visitSection(text, from, text.length, visit);
  }

  #visitSection(
    text: string,
    from: number,
    to: number,
    visit: (pieces: Pieces, offset: number) => void,
  ): void {
    let start = from;
    while (start < to) {
      while (start < to && isSeparator(text.charCodeAt(start))) start++;
      let end = start;
      while (end < to && !isSeparator(text.charCodeAt(end))) end++;
      if (end > start) visit(this.#chunk(text.slice(start, end)), start);
      start = end;
    }
  }

  #chunk(chunk: string): Pieces {
    const known = this.#chunks.get(chunk);
    if (known) return known;
    const pieces = this.#tokenizeChunk(chunk);
    if (chunk.length <= LONGEST_CACHED_CHUNK) {
      if (this.#chunks.size >= CACHE_ENTRIES) this.#chunks.clear();
      // A slice may keep the whole text it was cut from alive; joining its units makes a string of its own.
      this.#chunks.set(chunk.split('').join(''), pieces);
    }
    return pieces;
  }

  #tokenizeChunk(chunk: string): Pieces {
    const into = emptyPieces();
    const normalized = normalize(chunk, this.#options.normalizer);
    const pushWord = (start: number, end: number) => this.#pushWord(normalized, start, end, into);
    let from = 0;
    for (const { id, start, end } of this.#findNormalized(normalized.text)) {
      forEachWord(normalized.text, from, start, pushWord);
      push(into, id, normalized.starts[start]!, normalized.ends[end - 1]!, into.wordCount++);
      from = end;
    }
    forEachWord(normalized.text, from, normalized.text.length, pushWord);
    return into;
  }

  #pushWord(source: AlignedText, wordStart: number, wordEnd: number, into: Pieces): void {
    const { unkId, continuingSubwordPrefix } = this.#options;
    const model = this.#library.model!;
    const word = source.text.slice(wordStart, wordEnd);
    // A word of the vocabulary is its own longest piece: no need to ask.
    const tokens = model.tokens_to_ids.has(word) ? [word] : model.encode([word]);
    let start = wordStart;
    for (const token of tokens) {
      const id = model.tokens_to_ids.get(token) ?? unkId;
      const prefix = start > wordStart ? continuingSubwordPrefix.length : 0;
      const end = id === unkId ? wordEnd : start + token.length - prefix;
      push(into, id, source.starts[start]!, source.ends[end - 1]!, into.wordCount);
      start = end;
    }
    into.wordCount++;
  }
}

function push(into: Pieces, id: number, start: number, end: number, word: number): void {
  into.ids.push(id);
  into.starts.push(start);
  into.ends.push(end);
  into.words.push(word);
}

function append(into: Pieces, pieces: Pieces, offset: number): void {
  for (let i = 0; i < pieces.ids.length; i++) {
    push(
      into,
      pieces.ids[i]!,
      pieces.starts[i]! + offset,
      pieces.ends[i]! + offset,
      pieces.words[i]! + into.wordCount,
    );
  }
  into.wordCount += pieces.wordCount;
}
