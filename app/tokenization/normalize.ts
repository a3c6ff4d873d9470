import { isChinese, isRemoved, isWhitespace } from './characters.ts';

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
  if (/^[!-~]*$/.test(text)) return normalizePrintableAscii(text, options);
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

/** Most text: only the case changes, and every unit stays where it was. */
function normalizePrintableAscii(text: string, { lowercase }: NormalizerOptions): AlignedText {
  const starts = Array.from(text, (_, unit) => unit);
  return { text: lowercase ? text.toLowerCase() : text, starts, ends: starts.map((unit) => unit + 1) };
}

function fold(char: string, { stripAccents, lowercase }: NormalizerOptions): string {
  const plain = stripAccents ? char.normalize('NFD').replace(/\p{Mn}/gu, '') : char;
  return lowercase ? [...plain].map((part) => part.toLowerCase()).join('') : plain;
}

const WORDS = /[^ \p{P}!-/:-@[-`{-~]+|[^ ]/gu;

/**
 * Calls `visit` with the bounds of each word between units `from` and `to` of normalized text: cut at spaces, and each
 * punctuation character a word (`BertPreTokenizer`). Punctuation is Unicode's, and every ASCII symbol (`$`, `+`, `<`).
 */
export function forEachWord(
  text: string,
  from: number,
  to: number,
  visit: (start: number, end: number) => void,
): void {
  const section = from === 0 && to === text.length ? text : text.slice(from, to);
  for (const match of section.matchAll(WORDS))
    visit(from + match.index, from + match.index + match[0].length);
}
