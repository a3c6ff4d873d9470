import { describe, expect, it } from 'vitest';
import type { DatasetColumns } from '../columns.ts';
import { hash64 } from '../hash64.ts';
import type { RawExample } from '../raw-example.ts';
import { summarise, wholeColumn } from './column-summary.ts';
import type { TagKind } from './data-row.ts';
import { entitySpans } from './entities.ts';
import { fittingLength } from './fitting-length.ts';
import { normalized } from './normalized.ts';
import { NOBODY, repeatsOf } from './repeats.ts';
import { editRow, FactsBuilder } from './row-facts.ts';
import { matchesSearch, type RowQuery } from './row-query.ts';
import { columnsOf, RowTable } from './row-table.ts';

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

function row(index: number, text: string, label: string, given: Partial<RawExample> = {}): RawExample {
  return { row: index, line: index + 2, text, textPair: null, label, words: null, ...given };
}

const ROWS = [
  row(0, 'a fine lamp', 'good', { extra: { topic: 'home', price: '3.5' } }),
  row(1, 'Broken on arrival', 'bad', { extra: { topic: 'home' } }),
  row(2, 'A fine lamp', 'bad', { extra: { topic: 'light', price: '12' } }),
  row(3, 'a fine  lamp', 'bad', { extra: { topic: 'light', price: '1.5' } }),
  row(4, 'one more lamp', 'good', { fileLabel: 'bad', extra: { topic: 'home', price: '2' } }),
];
/** Row 2 is for validation. */
const SPLIT = Uint8Array.from([0, 0, 1, 0, 0]);

function tableOf(rows: readonly RawExample[], columns = COLUMNS, split = SPLIT): RowTable {
  const builder = new FactsBuilder(columns, rows.length);
  for (const each of rows) builder.add(each, hash64(normalized(each.text)));
  const facts = builder.facts();
  const near = Int32Array.from(rows, (_, i) => (i === 4 ? 0 : NOBODY));
  const text = Int32Array.from(rows, ({ text }) => text.split(' ').length);
  const total = text.map((count) => count + 2);
  const tokens = { text, pair: new Int32Array(rows.length), total };
  return new RowTable(facts, split, repeatsOf(facts, split, near), tokens, columnsOf(facts, tokens, columns));
}

const table = tableOf(ROWS);
const found = (query: Partial<RowQuery>) => {
  const whole = { ...EVERYTHING, ...query };
  const matches = matchesSearch(whole.search);
  const hits = whole.search === '' ? null : Uint8Array.from(ROWS, (each) => (matches(each) ? 1 : 0));
  return [...table.select(whole, 128, hits, new Map())];
};

describe('rows of the browser', () => {
  it('have a head for label, text, length and every further column of the file', () => {
    expect(table.columns.map(({ head: { id, kind } }) => `${id} ${kind}`)).toEqual([
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
    expect(found({ sort: 'tokens', descending: true })).toEqual([3, 0, 1, 2, 4]);
    expect(found({ sort: 'extra:price' })).toEqual([3, 4, 0, 2, 1]);
    expect(found({ sort: 'extra:price', descending: true })).toEqual([2, 0, 4, 3, 1]);
    expect(found({ sort: 'tags' })).toEqual([0, 2, 3, 4, 1]);
    expect(found({ descending: true })).toEqual([4, 3, 2, 1, 0]);
  });
});

describe('tags', () => {
  const tagsOf = (index: number, maxLength = 128) =>
    (['leak', 'duplicate', 'near-duplicate', 'truncated', 'edited'] satisfies TagKind[]).filter((kind) =>
      table.hasTag(index, kind, maxLength),
    );

  it('tell duplicates of a part, with another label or not, and leaks into the other', () => {
    const { leakOf, duplicateOf, nearOf } = table.repeats;
    expect([...leakOf]).toEqual([2, NOBODY, 0, 2, NOBODY]);
    expect([...duplicateOf]).toEqual([NOBODY, NOBODY, NOBODY, 0, NOBODY]);
    expect(nearOf[4]).toBe(0);
    expect(table.facts.labelHash[0]).not.toBe(table.facts.labelHash[3]);
    expect([0, 1, 2, 3, 4].map((index) => tagsOf(index))).toEqual([
      ['leak'],
      [],
      ['leak'],
      ['leak', 'duplicate'],
      ['near-duplicate', 'edited'],
    ]);
  });

  it('tell rows that are cut, by the length asked for', () => {
    expect(tagsOf(1, 5)).toEqual([]);
    expect(tagsOf(1, 4)).toEqual(['truncated']);
  });

  it('are not of rows that were left out, and not because of them', () => {
    const before = tableOf(ROWS);
    const repeated = ROWS.findIndex((_, row) => before.repeats.duplicateOf[row] !== NOBODY);
    const first = before.repeats.duplicateOf[repeated]!;
    const after = tableOf(ROWS.map((row, i) => (i === first ? { ...row, leftOut: true } : row)));
    expect(after.hasTag(first, 'left-out', 128)).toBe(true);
    expect(after.hasTag(repeated, 'duplicate', 128)).toBe(false);
    expect(editRow(after.facts, first, ROWS[first]!)).toBe(true);
    expect(after.hasTag(first, 'left-out', 128)).toBe(false);
  });

  it('follow a label that is given by hand, and one that is taken back', () => {
    const edited = tableOf(ROWS);
    const head = () => summarise(wholeColumn(edited.columns[0]!, 128), Int32Array.from([]), 0).values;
    expect(editRow(edited.facts, 1, { ...ROWS[1]!, label: 'ugly', fileLabel: 'bad' })).toBe(true);
    expect(head().map(({ value, all }) => [value, all])).toEqual([
      ['bad', 2],
      ['good', 2],
      ['ugly', 1],
    ]);
    expect(edited.hasTag(1, 'edited', 128)).toBe(true);
    editRow(edited.facts, 1, ROWS[1]!);
    expect(edited.hasTag(1, 'edited', 128)).toBe(false);
    expect(head().map(({ value, all }) => [value, all])).toEqual([
      ['bad', 3],
      ['good', 2],
    ]);
    expect(editRow(edited.facts, 1, { ...ROWS[1]!, label: ['a', 'b'] })).toBe(false);
  });
});

describe('a column head', () => {
  const ALL = Int32Array.from(ROWS.keys());
  const head = (id: string, shown = ALL, of = table) =>
    summarise(wholeColumn(of.columns.find((column) => column.head.id === id)!, 128), shown);

  it('counts names in the whole file and in what is shown, and what is missing', () => {
    expect(head('label', ALL.slice(0, 2)).values).toEqual([
      { value: 'bad', all: 3, shown: 1 },
      { value: 'good', all: 2, shown: 1 },
    ]);
    expect(head('extra:price')).toMatchObject({ missing: 1 });
  });

  it('counts numbers in the same bins for both', () => {
    const { bins } = head('tokens', ALL.slice(0, 1));
    expect(bins.reduce((sum, { all }) => sum + all, 0)).toBe(5);
    expect(bins.reduce((sum, { shown }) => sum + shown, 0)).toBe(1);
  });

  it('counts a row once for each of its labels or kinds of entities; a sentence without entities lacks nothing', () => {
    const several = { ...COLUMNS, problemType: 'multi_label_classification' } as const;
    const films = [row(0, 'a', 'x', { label: ['sad', 'slow'] }), row(1, 'b', 'x', { label: [] })];
    const many = head('label', ALL.slice(0, 1), tableOf(films, several, new Uint8Array(2)));
    expect(many).toMatchObject({ missing: 1, distinct: 2, values: [{ value: 'sad' }, { value: 'slow' }] });
    const tagged = { ...COLUMNS, task: 'token-classification', label: null, tags: 'tags' } as const;
    const sentences = [['B-PER', 'O', 'B-PER', 'B-LOC'], ['O']].map((tags, i) =>
      row(i, 'w', 'x', { label: null, words: { tokens: tags, tags } }),
    );
    const entities = head('label', ALL.slice(0, 2), tableOf(sentences, tagged, new Uint8Array(2)));
    expect(entities).toMatchObject({ missing: 0, distinct: 2, values: [{ all: 1 }, { all: 1 }] });
  });
});

describe('small questions about rows', () => {
  it('finds the entities of IOB2 tags, touching ones apart', () => {
    expect(entitySpans(['B-PER', 'I-PER', 'O', 'B-LOC', 'B-LOC', 'I-ORG'])).toEqual([
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
