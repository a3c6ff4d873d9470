import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedIn, histogram } from './histogram.ts';

describe('a histogram', () => {
  it('has bins of whole numbers where all values are whole', () => {
    expect(histogram([3, 4, 4, 9], 3)).toEqual([
      { from: 3, to: 5, count: 3 },
      { from: 6, to: 8, count: 0 },
      { from: 9, to: 9, count: 1 },
    ]);
  });

  it('puts a few outlying values into the last bin instead of flattening the rest', () => {
    const values = [...Array.from({ length: 1000 }, (_, i) => i % 20), 5000];
    const bins = histogram(values, 24);
    expect(bins.at(-1)).toMatchObject({ to: 5000, count: 1 });
    expect(bins.filter(({ count }) => count > 0).length).toBeGreaterThan(9);
  });

  it('ends a bin at an edge that is asked for', () => {
    const bins = histogram([2, 60, 64, 65, 90, 120], 4, 64);
    expect(bins.find(({ to }) => to === 64)).toBeDefined();
    expect(bins.filter(({ from }) => from > 64).reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  it('counts every value once, and its bounds find the same values again', () => {
    const counts = (values: readonly number[]) => {
      const bins = histogram(values);
      expect(bins.length).toBeLessThanOrEqual(24);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      expect(countedIn(bins, values)).toEqual(bins);
      for (const { from, to, count } of bins)
        expect(values.filter((value) => value >= from && value <= to)).toHaveLength(count);
    };
    // A value that is the start of a bin, and values next to each other as numbers go.
    counts([-8e-323, 451, -21, 1, 274, 0.5]);
    counts([-4.999999999999995, -5]);
    // Further apart than any number.
    counts([-1.7e308, 0.5, 1.7e308]);
    counts([-1e308, 1e308]);
    const number = fc.oneof(
      fc.integer({ min: -50, max: 700 }),
      fc.double({ min: -5, max: 900, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (raw) => {
        counts(raw.map((value) => value + 0));
      }),
      { seed: 7 },
    );
  });
});
