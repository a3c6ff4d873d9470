import { describe, expect, it } from 'vitest';
import { RandomStream } from './random.ts';

const take = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.next());

describe('a random stream', () => {
  it('is a pure function of its keys', () => {
    expect(take(new RandomStream(42, 1), 5)).toEqual(take(new RandomStream(42, 1), 5));
    const first = [[42], [43], [42, 1], [1, 42], [42 + 2 ** 32]].map((keys) =>
      new RandomStream(...keys).next(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('is spread evenly', () => {
    const counts = new Array<number>(10).fill(0);
    const stream = new RandomStream(7);
    for (let i = 0; i < 20_000; i++) counts[stream.below(10)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 99.9 % point at 9 degrees of freedom.
  });

  it('shuffles every item into every place about equally often', () => {
    const places = new Array<number>(4).fill(0);
    for (let seed = 0; seed < 8000; seed++)
      places[new RandomStream(seed).shuffle([0, 1, 2, 3]).indexOf(0)]! += 1;
    const chiSquare = places.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(16.3); // 99.9 % point at 3 degrees of freedom.
  });
});
