import { describe, expect, it } from 'vitest';
import type { DatasetColumns } from '../columns.ts';
import { summarise } from './column-summary.ts';
import { browsedColumns } from './columns-of-rows.ts';
import type { DataRow } from './data-row.ts';
import { entitiesOf } from './entities.ts';
import { fittingLength } from './fitting-length.ts';
import { inOrder, matchesQuery, type RowQuery } from './row-query.ts';
import { tagRepeats, tagTruncated } from './tagged-rows.ts';

const COLUMNS: DatasetColumns = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  text: 'review',
  textPair: null,
  label: 'mood',
  tokens: null,
  tags: null,
  labelNames: null,
};
const EVERYTHING: RowQuery = {
  split: 'all',
  search: '',
  filters: [],
  tag: null,
  sort: 'row',
  descending: false,
};

function row(index: number, text: string, label: string, given: Partial<DataRow> = {}): DataRow {
  return {
    source: 'train',
    row: index,
    split: 'train',
    line: index + 2,
    text,
    textPair: null,
    labels: [label],
    fileLabels: null,
    words: null,
    textTokens: text.split(' ').length,
    pairTokens: null,
    tokens: text.split(' ').length + 2,
    extra: {},
    tags: [],
    ...given,
  };
}

const ROWS = [
  row(0, 'a fine lamp', 'good', { extra: { topic: 'home', price: '3.5' } }),
  row(1, 'Broken on arrival', 'bad', { extra: { topic: 'home' } }),
  row(2, 'A fine lamp', 'bad', { extra: { topic: 'light', price: '12' }, split: 'validation' }),
  row(3, 'a fine  lamp', 'bad', { extra: { topic: 'light', price: '1.5' } }),
  row(4, 'one more lamp', 'good', { fileLabels: ['bad'], extra: { topic: 'home', price: '2' } }),
];
const columns = browsedColumns(COLUMNS, ROWS);
const found = (query: Partial<RowQuery>) => {
  const whole = { ...EVERYTHING, ...query };
  return inOrder(ROWS.filter(matchesQuery(whole, columns)), whole, columns).map((entry) => entry.row);
};

describe('rows of the browser', () => {
  it('have a head for label, text, length and every further column of the file', () => {
    expect(columns.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'label category',
      'text text',
      'tokens number',
      'extra:topic category',
      'extra:price number',
    ]);
  });

  it('are found by search whatever their case, in further columns too', () => {
    expect(found({ search: 'FINE' })).toEqual([0, 2, 3]);
    expect(found({ search: 'light' })).toEqual([2, 3]);
    expect(found({ search: ' ' })).toEqual([0, 1, 2, 3, 4]);
  });

  it('are left by split, names, ranges and what is missing, all at once', () => {
    expect(found({ split: 'validation' })).toEqual([2]);
    expect(found({ filters: [{ column: 'label', values: ['good'] }] })).toEqual([0, 4]);
    expect(found({ filters: [{ column: 'extra:price', missing: true }] })).toEqual([1]);
    expect(
      found({
        filters: [
          { column: 'tokens', from: 5, to: 5 },
          { column: 'extra:topic', values: ['home', 'none such'] },
        ],
      }),
    ).toEqual([0, 1, 4]);
    expect(found({ filters: [{ column: 'unknown', values: ['x'] }] })).toEqual([]);
  });

  it('are ordered by any column, missing values last both ways, ties as in the file', () => {
    expect(found({ sort: 'label' })).toEqual([1, 2, 3, 0, 4]);
    expect(found({ sort: 'text', descending: true })).toEqual([4, 1, 0, 2, 3]);
    expect(found({ sort: 'extra:price' }).at(-1)).toBe(1);
    expect(found({ sort: 'extra:price', descending: true }).at(-1)).toBe(1);
    expect(found({ descending: true })).toEqual([4, 3, 2, 1, 0]);
  });
});

describe('tags', () => {
  const tagged = tagRepeats(ROWS, [null, null, null, 0, 0]);

  it('tell duplicates of a part, with another label or not, and leaks into the other', () => {
    expect(tagged[0]!.tags).toEqual([{ kind: 'leak', split: 'validation', source: 'train', of: 2 }]);
    expect(tagged[2]!.tags).toEqual([{ kind: 'leak', split: 'train', source: 'train', of: 0 }]);
    expect(tagged[3]!.tags).toContainEqual({ kind: 'duplicate', of: 0, contradicts: true });
    expect(tagged[4]!.tags).toEqual([{ kind: 'near-duplicate', of: 0 }, { kind: 'edited' }]);
  });

  it('tell rows that are cut, by the length asked for', () => {
    expect(tagTruncated(ROWS[0]!, 5).tags).toEqual([]);
    expect(tagTruncated(ROWS[0]!, 4).tags).toEqual([{ kind: 'truncated' }]);
  });
});

describe('a column head', () => {
  const head = (id: string, shown = ROWS) =>
    summarise(columns.find((column) => column.id === id)!, ROWS, shown, { missing: 0, maxLength: 128 });

  it('counts names in the whole file and in what is shown, and what is missing', () => {
    expect(head('label', ROWS.slice(0, 2)).values).toEqual([
      { value: 'bad', all: 3, shown: 1 },
      { value: 'good', all: 2, shown: 1 },
    ]);
    expect(head('extra:price')).toMatchObject({ missing: 1 });
  });

  it('counts numbers in the same bins for both', () => {
    const { bins } = head('tokens', ROWS.slice(0, 1));
    expect(bins.reduce((sum, { all }) => sum + all, 0)).toBe(5);
    expect(bins.reduce((sum, { shown }) => sum + shown, 0)).toBe(1);
  });
});

describe('small questions about rows', () => {
  it('finds the entities of IOB2 tags, touching ones apart', () => {
    expect(entitiesOf(['B-PER', 'I-PER', 'O', 'B-LOC', 'B-LOC', 'I-ORG'])).toEqual([
      { type: 'PER', from: 0, to: 2 },
      { type: 'LOC', from: 3, to: 4 },
      { type: 'LOC', from: 4, to: 5 },
      { type: 'ORG', from: 5, to: 6 },
    ]);
  });

  it('suggests a length that holds all but two rows, in steps of 16 and within the model', () => {
    const lengths = [...new Array<number>(98).fill(20), 75, 88, 91];
    expect(fittingLength(lengths, 512)).toEqual({ length: 80, tooLong: 2 });
    expect(fittingLength([600, 601, 602, 603], 512)).toEqual({ length: 512, tooLong: 4 });
  });
});
