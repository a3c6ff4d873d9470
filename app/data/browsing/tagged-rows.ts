import type { DataRow, Part, RowTag } from './data-row.ts';

type UntaggedRow = Omit<DataRow, 'tags'>;

/**
 * Tags what repeats: rows with the words of an earlier row of their part, nearly so, or of a row of the other part.
 *
 * @param near of each row, the earlier row of its part that is nearly the same, or null (`nearDuplicates`).
 */
export function tagRepeats(rows: readonly UntaggedRow[], near: readonly (number | null)[]): DataRow[] {
  const first: Readonly<Record<Part, Map<string, UntaggedRow>>> = { train: new Map(), validation: new Map() };
  for (const row of rows) {
    const known = first[row.split];
    const key = contentOf(row);
    if (!known.has(key)) known.set(key, row);
  }
  return rows.map((row, index) => {
    const key = contentOf(row);
    const before = first[row.split].get(key)!;
    const other: Part = row.split === 'train' ? 'validation' : 'train';
    const leak = first[other].get(key);
    const nearly = near[index];
    const contradicts = labelOf(before) !== labelOf(row);
    const tags: RowTag[] = [
      ...(leak ? [{ kind: 'leak', split: other, source: leak.source, of: leak.row } as const] : []),
      ...(before !== row ? [{ kind: 'duplicate', of: before.row, contradicts } as const] : []),
      ...(before === row && typeof nearly === 'number'
        ? [{ kind: 'near-duplicate', of: rows[nearly]!.row } as const]
        : []),
      ...(row.fileLabels === null ? [] : [{ kind: 'edited' } as const]),
    ];
    return { ...row, tags };
  });
}

/** The row with the tag of being too long, or as it was. */
export function tagTruncated(row: DataRow, maxLength: number): DataRow {
  return row.tokens <= maxLength ? row : { ...row, tags: [...row.tags, { kind: 'truncated' }] };
}

/** Same words, whatever their case and spacing. */
function contentOf({ text, textPair }: UntaggedRow): string {
  return `${text} \t ${textPair ?? ''}`
    .toLowerCase()
    .replaceAll(/[^\S\t]+/g, ' ')
    .trim();
}

function labelOf({ labels, words }: UntaggedRow): string {
  return JSON.stringify(words?.tags ?? labels);
}
