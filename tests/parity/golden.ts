import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { projectRoot } from '../../main/storage/paths.ts';
import { SafetensorsFile } from '../../main/storage/safetensors.ts';

// biome-ignore lint/suspicious/noExplicitAny: golden files are read as they are
export function goldenJson(name: string): any {
  return JSON.parse(goldenText(name));
}

export function goldenText(name: string): string {
  return readFileSync(join(projectRoot(), 'tests/golden', name), 'utf8');
}

export function goldenTensors(name: string): Promise<SafetensorsFile> {
  return SafetensorsFile.open(join(projectRoot(), 'tests/golden', name));
}

/** Largest absolute difference, skipping elements that `counts` excludes. */
export function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
  counts: (index: number) => boolean = () => true,
): void {
  expect(actual.length, what).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!counts(i)) continue;
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= largest)) largest = difference;
  }
  expect(largest, what).toBeLessThan(tolerance);
}
