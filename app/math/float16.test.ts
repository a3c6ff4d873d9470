import { expect, it } from 'vitest';
import { encodeFloat16, float16Table } from './float16.ts';

it('encodes every float16 value to itself', () => {
  const table = float16Table();
  const encoded = encodeFloat16(table);
  const changed = Array.from(encoded.keys()).filter(
    (half) => !Number.isNaN(table[half]!) && encoded[half] !== half,
  );
  expect(changed).toEqual([]);
});

it('rounds to the nearest, ties to even, and overflows to infinity', () => {
  const table = float16Table();
  const nearest = (value: number) => table[encodeFloat16(Float32Array.of(value))[0]!];
  expect(nearest(1 + 2 ** -11)).toBe(1);
  expect(nearest(1 + 3 * 2 ** -11)).toBe(1 + 2 ** -9);
  expect(nearest(65_519)).toBe(65_504);
  expect(nearest(65_520)).toBe(Number.POSITIVE_INFINITY);
  expect(nearest(-(2 ** -25))).toBe(-0);
  expect(nearest(1.5 * 2 ** -24)).toBe(2 ** -23);
  expect(nearest(Number.NaN)).toBeNaN();
});
