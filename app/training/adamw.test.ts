import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adamwStep, gradientScale, sumOfSquares } from './adamw.ts';

interface GoldenRun {
  start: number[];
  options: { lr: number; weight_decay: number; betas?: [number, number]; eps?: number };
  grads: number[][];
  params: number[][];
}

const golden = JSON.parse(
  readFileSync(new URL('../../tests/golden/optimizer.json', import.meta.url), 'utf8'),
) as { adamw: Record<string, GoldenRun> };

describe('AdamW', () => {
  it.each(Object.entries(golden.adamw))('follows PyTorch within 1e-6 relative under "%s"', (_, run) => {
    const p = Float32Array.from(run.start);
    const m = new Float32Array(p.length);
    const v = new Float32Array(p.length);
    run.grads.forEach((gradient, step) => {
      adamwStep(p, Float32Array.from(gradient), m, v, {
        step,
        learningRate: run.options.lr,
        beta1: run.options.betas?.[0] ?? 0.9,
        beta2: run.options.betas?.[1] ?? 0.999,
        epsilon: run.options.eps ?? 1e-8,
        weightDecay: run.options.weight_decay,
        gradientScale: 1,
      });
      run.params[step]!.forEach((expected, i) => {
        expect(Math.abs(p[i]! - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
      });
    });
  });

  it('applies the gradient scale as if the gradient had been smaller', () => {
    const options = { step: 0, learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    const scaled = { p: Float32Array.of(1), m: new Float32Array(1), v: new Float32Array(1) };
    const small = { p: Float32Array.of(1), m: new Float32Array(1), v: new Float32Array(1) };
    adamwStep(scaled.p, Float32Array.of(4), scaled.m, scaled.v, { ...options, gradientScale: 0.25 });
    adamwStep(small.p, Float32Array.of(1), small.m, small.v, { ...options, gradientScale: 1 });
    expect(scaled).toEqual(small);
  });

  it('flushes moments that became denormal', () => {
    const m = Float32Array.of(1e-38);
    const v = Float32Array.of(1e-38);
    adamwStep(new Float32Array(1), new Float32Array(1), m, v, {
      step: 5,
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      gradientScale: 1,
    });
    expect([m[0], v[0]]).toEqual([0, 0]);
  });
});

describe('gradient clipping', () => {
  it('scales a norm above the limit down to it', () => {
    const gradient = Float32Array.of(3, 4);
    const norm = Math.sqrt(sumOfSquares(gradient));
    expect(norm * gradientScale(norm, 1)).toBeCloseTo(1, 6);
  });

  it('leaves smaller gradients alone, and all of them when it is switched off', () => {
    expect(gradientScale(0.5, 1)).toBe(1);
    expect(gradientScale(1e6, 0)).toBe(1);
  });
});
