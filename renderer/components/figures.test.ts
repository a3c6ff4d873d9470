import { describe, expect, it } from 'vitest';
import { probability } from './figures.ts';

describe('A probability', () => {
  it('has two digits', () => {
    expect(probability(0.941)).toBe('0.94');
    expect(probability(0.506)).toBe('0.51');
  });

  it('near a half says which side it is on, so that a right and a wrong answer do not read the same', () => {
    expect(probability(0.4971)).toBe('0.497');
    expect(probability(0.5034)).toBe('0.503');
    expect(probability(0.50031)).toBe('0.5003');
    expect(probability(0.5)).toBe('0.50');
  });
});
