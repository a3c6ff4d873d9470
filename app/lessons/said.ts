/** A piece of a sentence the studio writes from numbers: plain text, a word under study, or a figure. */
type Piece = string | { readonly word: string } | { readonly figure: string };

/** A sentence or two, in pieces, so that an interface can set words and figures apart. */
export type Said = readonly Piece[];

/** ``say`${word('tea')} slips to ${share(0.1)}` ``; whole sentences can be put in, too. */
export function say(text: TemplateStringsArray, ...values: readonly (Piece | Said)[]): Said {
  return text.flatMap((part, i): Piece[] => {
    const value = values[i];
    if (value === undefined) return [part];
    return Array.isArray(value) ? [part, ...(value as Said)] : [part, value as Piece];
  });
}

export const word = (text: string): Piece => ({ word: text });
export const figure = (text: string | number): Piece => ({ figure: String(text) });

/** `10.4 %`, with a narrow space that does not break. */
export function percent(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)}\u202f%`;
}

export const share = (value: number, digits = 1): Piece => figure(percent(value, digits));

/** The same as one string. */
export function plain(said: Said): string {
  return said
    .map((piece) => (typeof piece === 'string' ? piece : 'word' in piece ? piece.word : piece.figure))
    .join('');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(pieces: readonly (Piece | Said)[]): Said {
  return pieces.flatMap((piece, i): Piece[] => {
    const own = Array.isArray(piece) ? (piece as Said) : [piece as Piece];
    return i === 0 ? [...own] : [i === pieces.length - 1 ? ' and ' : ', ', ...own];
  });
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Small numbers as words, as prose has them. */
export function inWords(count: number): string {
  return NUMBERS[count] ?? String(count);
}
