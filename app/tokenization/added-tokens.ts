/** An entry of tokenizer.json's `added_tokens`: text that is one token wherever it occurs. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** Whether it is looked for in normalized text (words a person added) or in the raw text (special tokens). */
  readonly normalized: boolean;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
}

export interface AddedTokenMatch {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]';

/** Returns a function listing the added tokens in a text, left to right, the longest first where two begin together. */
export function addedTokenFinder(tokens: readonly AddedToken[]): (text: string) => AddedTokenMatch[] {
  if (tokens.length === 0) return () => [];
  const byLength = tokens.toSorted((a, b) => b.content.length - a.content.length);
  const pattern = new RegExp(byLength.map((token) => `(${source(token)})`).join('|'), 'gu');
  return (text) =>
    Array.from(text.matchAll(pattern), (match) => ({
      id: byLength[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]!.id,
      start: match.index,
      end: match.index + match[0].length,
    }));
}

function source({ content, single_word, lstrip, rstrip }: AddedToken): string {
  const literal = content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const bounded = single_word ? `(?<!${WORD})${literal}(?!${WORD})` : literal;
  return `${lstrip ? '\\p{White_Space}*' : ''}${bounded}${rstrip ? '\\p{White_Space}*' : ''}`;
}
