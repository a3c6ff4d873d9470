import { expect, test } from 'vitest';
import type { ColumnSummary } from '../../../../app/data/browsing/column-summary.ts';
import { sheetColumns } from './sheet-columns.ts';

const summary = (id: string, kind: ColumnSummary['kind']) => ({ id, kind, name: id }) as ColumnSummary;
const NONE = { leak: 0, duplicate: 0, 'near-duplicate': 0, truncated: 0, edited: 0, 'left-out': 0 };
const view = {
  summaries: [
    summary('label', 'category'),
    summary('text', 'text'),
    summary('tokens', 'number'),
    summary('extra:topic', 'category'),
  ],
  splits: [{ split: 'train' as const, rows: 12_000, skipped: [] }],
  tagged: NONE,
  pending: null,
  columns: { tokens: null } as never,
};

test('what the studio says of a row stands before the further columns of the file', () => {
  expect(sheetColumns(view).map(({ id }) => id)).toEqual([
    'row',
    'label',
    'text',
    'tokens',
    'tags',
    'extra:topic',
  ]);
});

test('tags take little room only where it is known that there are none', () => {
  const widthOf = (change: object) =>
    sheetColumns({ ...view, ...change }).find(({ id }) => id === 'tags')!.width;
  expect(widthOf({})).toBe('4.5rem');
  expect(widthOf({ tagged: { ...NONE, leak: 2 } })).toBe('10rem');
  expect(widthOf({ pending: { doing: 'reading', firstRows: 5000 } })).toBe('10rem');
});
