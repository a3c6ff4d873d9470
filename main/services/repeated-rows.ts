import type { RawExample } from '../../app/data/encode.ts';

/** Rows that say again what an earlier row says. */
export interface Repeats {
  readonly count: number;
  /** The first few: the row, and the row it repeats. */
  readonly first: readonly { readonly row: RawExample; readonly of: RawExample }[];
}

const PLACES = 3;

/** Rows with the text (or pair, or words) and the label of an earlier one. */
export function duplicates(rows: readonly RawExample[]): Repeats {
  return repeats(rows, (row) => `${contentOf(row)}\u0000\u0000${labelOf(row)}`);
}

/** Rows with the text of an earlier one and another label than that has. */
export function contradictions(rows: readonly RawExample[]): Repeats {
  const seen = new Map<string, RawExample>();
  return gather(rows, (row) => {
    const key = contentOf(row);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    return before !== undefined && labelOf(before) !== labelOf(row) ? before : undefined;
  });
}

/** Rows of one part whose text is also in another, whatever the labels. */
export function leaks(validation: readonly RawExample[], train: readonly RawExample[]): Repeats {
  const known = new Map<string, RawExample>();
  for (const row of train) if (!known.has(contentOf(row))) known.set(contentOf(row), row);
  return gather(validation, (row) => known.get(contentOf(row)));
}

function repeats(rows: readonly RawExample[], keyOf: (row: RawExample) => string): Repeats {
  const seen = new Map<string, RawExample>();
  return gather(rows, (row) => {
    const key = keyOf(row);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    return before;
  });
}

function gather(rows: readonly RawExample[], find: (row: RawExample) => RawExample | undefined): Repeats {
  let count = 0;
  const first: { row: RawExample; of: RawExample }[] = [];
  for (const row of rows) {
    const of = find(row);
    if (of === undefined) continue;
    count++;
    if (first.length < PLACES) first.push({ row, of });
  }
  return { count, first };
}

function contentOf({ text, textPair, words }: RawExample): string {
  return words ? words.tokens.join('\u0000') : `${text}\u0000${textPair ?? ''}`;
}

function labelOf({ label, words }: RawExample): string {
  return words ? words.tags.join('\u0000') : JSON.stringify(label);
}
