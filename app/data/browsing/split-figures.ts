import type { Part, TagKind } from './data-row.ts';
import { NOBODY } from './repeats.ts';
import type { RowTable } from './row-table.ts';

/** What the rows of one split come to. */
interface SplitFigures {
  readonly total: number;
  /** Rows that the search alone leaves. */
  readonly matching: number;
  readonly tagged: Readonly<Record<TagKind, number>>;
  /** Duplicates whose first has another label. */
  readonly contradictions: number;
  /** For each of `facts.tags.names` how often it came, in rows that nobody left out. */
  readonly labelTotals: readonly number[];
}

/**
 * One pass over the rows.
 *
 * @param found 1 for each row that the search finds; null without a search.
 */
export function splitFigures(
  { length, facts, repeats, split, tokens }: RowTable,
  wanted: Part | 'all',
  maxLength: number,
  found: Uint8Array | null,
): SplitFigures {
  const { leakOf, duplicateOf, nearOf } = repeats;
  const { labelHash, edited, leftOut } = facts;
  const { names, starts, pairs } = facts.tags;
  const counts = { total: 0, matching: 0, contradictions: 0 };
  const tagged = { leak: 0, duplicate: 0, 'near-duplicate': 0, truncated: 0, edited: 0, 'left-out': 0 };
  const labelTotals = new Array<number>(names.length).fill(0);
  for (let row = 0; row < length; row++) {
    if (wanted !== 'all' && !isIn(split, row, wanted)) continue;
    counts.total++;
    if (found === null || found[row] === 1) counts.matching++;
    if (leakOf[row] !== NOBODY) tagged.leak++;
    const first = duplicateOf[row]!;
    if (first !== NOBODY) {
      tagged.duplicate++;
      if (labelHash[first] !== labelHash[row]) counts.contradictions++;
    }
    if (nearOf[row] !== NOBODY) tagged['near-duplicate']++;
    if (tokens !== null && tokens.total[row]! > maxLength) tagged.truncated++;
    if (edited[row] === 1) tagged.edited++;
    if (leftOut[row] === 1) tagged['left-out']++;
    else for (let i = starts[row]!; i < starts[row + 1]!; i += 2) labelTotals[pairs[i]!]! += pairs[i + 1]!;
  }
  return { ...counts, tagged, labelTotals };
}

export function isIn(split: Uint8Array, row: number, part: Part): boolean {
  return split[row] === (part === 'validation' ? 1 : 0);
}
