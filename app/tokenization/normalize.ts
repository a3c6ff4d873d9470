import { isChinese, isPunctuation, isRemoved, isWhitespace } from './characters.ts';

/** Fields of Hugging Face's `BertNormalizer`, with `strip_accents: null` resolved. */
export interface NormalizerOptions {
  readonly cleanText: boolean;
  readonly handleChineseChars: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

/** Normalized text that remembers its source: unit i of `text` came from units [starts[i], ends[i]) of the original. */
export interface AlignedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * Normalizes as Hugging Face's Rust tokenizers do, whitespace becoming one space a character.
 * Case folding goes one character at a time, so a final sigma becomes σ there and here (a whole-string
 * lower-casing gives ς). Canonical reordering of marks is left out: the marks it moves are removed right after.
 */
export function normalize(text: string, options: NormalizerOptions): AlignedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let normalized = '';
  let start = 0;
  const emit = (piece: string, end: number) => {
    normalized += piece;
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (const char of text) {
    const end = start + char.length;
    if (!options.cleanText || !isRemoved(char)) {
      if (isWhitespace(char)) emit(' ', end);
      else if (options.handleChineseChars && isChinese(char)) emit(` ${fold(char, options)} `, end);
      else emit(fold(char, options), end);
    }
    start = end;
  }
  return { text: normalized, starts, ends };
}

function fold(char: string, { stripAccents, lowercase }: NormalizerOptions): string {
  const plain = stripAccents ? char.normalize('NFD').replace(/\p{Mn}/gu, '') : char;
  return lowercase ? [...plain].map((part) => part.toLowerCase()).join('') : plain;
}

/** The part of an aligned text from unit `start` to unit `end`. */
export function slice(source: AlignedText, start: number, end: number): AlignedText {
  return {
    text: source.text.slice(start, end),
    starts: source.starts.slice(start, end),
    ends: source.ends.slice(start, end),
  };
}

/** Cuts at whitespace and makes each punctuation character a word (`BertPreTokenizer`). */
export function splitWords(source: AlignedText): AlignedText[] {
  const words: AlignedText[] = [];
  let wordStart = 0;
  let position = 0;
  const endWord = () => {
    if (position > wordStart) words.push(slice(source, wordStart, position));
  };
  for (const char of source.text) {
    const next = position + char.length;
    const punctuation = isPunctuation(char);
    if (punctuation || isWhitespace(char)) {
      endWord();
      if (punctuation) words.push(slice(source, position, next));
      wordStart = next;
    }
    position = next;
  }
  endWord();
  return words;
}
