import { lowbias32 } from '../math/lowbias32.ts';

/**
 * Dropout masks are data: value e of the mask at one site in one step is a pure function of
 * (seed, step, micro-batch, site, e), so that a resumed run and another engine make the same ones.
 */
export interface MaskKey {
  readonly seed: number;
  readonly step: number;
  readonly microStep: number;
  readonly site: number;
}

const THRESHOLD_UNITS = 65536;

/** Folds the key into 32 bits. */
export function maskKey({ seed, step, microStep, site }: MaskKey): number {
  return [step, microStep, site].reduce(
    (key, part) => lowbias32((key + 0x9e3779b9) ^ lowbias32(part + 1)),
    lowbias32(seed | 0),
  );
}

/** The 16-bit threshold below which an element is dropped. */
export function dropThreshold(probability: number): number {
  return Math.round(probability * THRESHOLD_UNITS);
}

/** What a kept element is multiplied by: 1 over the share that is really kept. */
export function keptValue(probability: number): number {
  return Math.fround(1 / (1 - dropThreshold(probability) / THRESHOLD_UNITS));
}

/**
 * Fills `target` with 0 and `keptValue`. The plain twin of the WebAssembly kernel: blocks of eight elements
 * share four hashes, low halves first.
 */
export function fillDropoutMask(target: Float32Array, key: number, probability: number): void {
  const threshold = dropThreshold(probability);
  const kept = keptValue(probability);
  for (let e = 0; e < target.length; e++) {
    const counter = (e >> 3) * 4 + (e & 3);
    const bits = lowbias32(counter ^ key);
    const own = e & 4 ? bits >>> 16 : bits & 0xffff;
    target[e] = own >= threshold ? kept : 0;
  }
}
