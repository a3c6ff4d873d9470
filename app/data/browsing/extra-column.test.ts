import { describe, expect, it } from 'vitest';
import { ExtraColumn } from './extra-column.ts';

function columnOf(values: readonly (string | null)[]) {
  const column = new ExtraColumn('seen', values.length);
  for (const [row, value] of values.entries()) if (value !== null) column.set(row, value);
  return column.column();
}
const days = Array.from({ length: 30 }, (_, i) => `2024-02-${String((i % 28) + 1).padStart(2, '0')}`);

describe('A column that training does not use', () => {
  it('holds days where all that stands in it are dates, with or without a time', () => {
    const { head, ...column } = columnOf(['1970-01-03T12:00:00Z', null, ...days]);
    expect(head).toEqual({ id: 'extra:seen', name: 'seen', kind: 'number', unit: 'day' });
    expect('values' in column && [...column.values].slice(0, 3)).toEqual([2, Number.NaN, 19754]);
  });

  it('holds something else as soon as one is no date', () => {
    expect(columnOf([...days, '2024-13-01']).head.unit).not.toBe('day');
    expect(columnOf(['soon', ...days]).head.unit).not.toBe('day');
  });

  it('of a few dates that come again has their names', () => {
    expect(columnOf(['2024-02-01', '2024-03-01', '2024-02-01']).head).toMatchObject({ kind: 'category' });
  });
});
