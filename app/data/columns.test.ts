import { describe, expect, it } from 'vitest';
import { type ColumnOverrides, detectColumns } from './columns.ts';
import type { RecordValues } from './formats/record.ts';
import { toExample } from './to-example.ts';

/** The example that the first row is under what a person says of the columns. */
function first(row: RecordValues, overrides: ColumnOverrides) {
  const columns = detectColumns(Object.keys(row), [row], overrides, 'file.csv');
  return { columns, example: toExample({ line: 2, values: row }, 0, columns) };
}

describe('what a person says of a file', () => {
  it('several labels of a text may be listed in one cell', () => {
    const { example } = first(
      { text: 'a long film', genres: 'drama; love ;' },
      { label: 'genres', problemType: 'multi_label_classification' },
    );
    expect(example).toMatchObject({ label: ['drama', 'love'] });
  });

  it('few whole numbers can be a scale instead of classes', () => {
    const row = { text: 'a long film', stars: '4' };
    expect(first(row, { label: 'stars' }).columns.problemType).toBe('single_label_classification');
    expect(first(row, { label: 'stars', problemType: 'regression' }).columns.problemType).toBe('regression');
  });

  it('words and tags may be written in one cell each, and need names of no kind', () => {
    const row = { s: 'Ada met Bo', t: 'B-PER O B-PER', id: '7' };
    const { columns, example } = first(row, { task: 'token-classification', tokens: 's', tags: 't' });
    expect(columns.task).toBe('token-classification');
    expect(example).toMatchObject({
      words: { tokens: ['Ada', 'met', 'Bo'], tags: ['B-PER', 'O', 'B-PER'] },
    });
  });

  it('without words to be seen it is asked which column has them', () => {
    expect(() => first({ a: '1', b: '2' }, { task: 'token-classification' })).toThrow(
      /no column that looks like words\. Say which it is; the columns are: a, b/,
    );
  });

  it('a file of words and tags can be read as a text with a label', () => {
    const row = { tokens: ['Ada', 'sings'], tags: ['B-PER', 'O'], text: 'Ada sings', label: 'music' };
    const { columns, example } = first(row, { task: 'text-classification' });
    expect(columns).toMatchObject({ task: 'text-classification', text: 'text', label: 'label' });
    expect(example).toMatchObject({ label: 'music', words: null });
  });

  it('a row with several labels is left out where one is asked for', () => {
    const row = { text: 'a long film', label: ['drama', 'love'] };
    expect(first(row, { problemType: 'single_label_classification' }).example).toBe('several labels');
  });
});

describe('what is found in a file', () => {
  it('labels that are longer than the texts are still the labels', () => {
    const row = {
      message: 'It came two hours late.',
      label: 'a complaint about delivery, to be answered today',
    };
    expect(first(row, {}).columns).toMatchObject({ text: 'message', label: 'label' });
  });

  it('a file whose only text is called as labels are is read for its text', () => {
    expect(
      first({ id: '1', content_id: '2', category: 'It came two hours late.' }, {}).columns,
    ).toMatchObject({
      task: 'fill-mask',
      text: 'category',
    });
  });
});
