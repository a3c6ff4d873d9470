import { describe, expect, it } from 'vitest';
import { dropThreshold, fillDropoutMask, keptValue, maskKey } from '../../app/ops/dropout-mask.ts';
import { adamwStep, sumOfSquares } from '../../app/training/adamw.ts';
import type { ParameterInfo } from '../../app/training/engine.ts';
import { KernelMemory } from '../../main/runtime/kernels/kernel-memory.ts';
import { MaskMemory } from '../../main/runtime/mask-memory.ts';
import { ParameterStore } from '../../main/runtime/parameter-store.ts';

const COUNT = 1003; // Not a multiple of the SIMD width.

function wave(count: number, frequency: number, size = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => size * Math.sin((i + 1) * frequency));
}

const info = (name: string, shape: number[], rest: Partial<ParameterInfo> = {}): ParameterInfo => ({
  name,
  shape,
  trainable: true,
  decays: true,
  head: false,
  ...rest,
});

describe('the AdamW kernel', () => {
  it('gives bit for bit what its TypeScript twin gives, over several steps', () => {
    const store = new ParameterStore([info('w', [COUNT]), info('b', [COUNT], { decays: false, head: true })]);
    const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
    const twins = new Map(
      ['w', 'b'].map((name) => [
        name,
        { p: wave(COUNT, 0.3), m: new Float32Array(COUNT), v: new Float32Array(COUNT) },
      ]),
    );
    for (const name of twins.keys()) store.value(name).set(wave(COUNT, 0.3));
    for (let step = 0; step < 4; step++) {
      const gradient = wave(COUNT, 0.7 + step, 10 ** -step);
      store.clearGradients();
      for (const [name, { p, m, v }] of twins) {
        store.addGradient(name, gradient.slice());
        adamwStep(p, gradient, m, v, {
          step,
          learningRate: name === 'b' ? 1e-3 : 1e-4,
          beta1: settings.beta1,
          beta2: settings.beta2,
          epsilon: settings.epsilon,
          weightDecay: name === 'b' ? 0 : settings.weightDecay,
          gradientScale: 0.37,
        });
      }
      store.update(settings, {
        count: step + 1,
        learningRate: 1e-4,
        headLearningRate: 1e-3,
        gradientScale: 0.37,
      });
    }
    for (const [name, { p, m, v }] of twins) {
      expect(store.value(name)).toEqual(p);
      expect(store.moments(name)).toEqual({ m, v });
    }
  });

  it('turns moments too small for normal arithmetic into zero', () => {
    const store = new ParameterStore([info('w', [8])]);
    store.moments('w')!.m.fill(1e-39);
    store.moments('w')!.v.fill(1e-39);
    const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    store.update(settings, { count: 1, learningRate: 1, headLearningRate: 1, gradientScale: 1 });
    expect([...store.moments('w')!.m, ...store.moments('w')!.v].every((value) => value === 0)).toBe(true);
  });
});

describe('the gradient norm', () => {
  it('is the root of the sum of squares over all trainable parameters', () => {
    const store = new ParameterStore([
      info('a', [COUNT]),
      info('frozen', [COUNT], { trainable: false }),
      info('b', [5]),
    ]);
    store.addGradient('a', wave(COUNT, 0.2));
    store.addGradient('b', wave(5, 0.9));
    const expected = Math.sqrt(sumOfSquares(wave(COUNT, 0.2)) + sumOfSquares(wave(5, 0.9)));
    expect(store.gradientNorm()).toBeCloseTo(expected, 10);
  });

  it('tells a gradient with a NaN from a finite one', () => {
    const store = new ParameterStore([info('a', [7])]);
    expect(store.gradientIsFinite('a')).toBe(true);
    store.addGradient('a', Float32Array.of(1, 2, 3, 4, 5, 6, Number.NaN));
    expect(store.gradientIsFinite('a')).toBe(false);
    expect(store.gradientNorm()).toBeNaN();
  });
});

describe('adding rows', () => {
  it('adds repeated indices in order and skips the padding row, however many rows there are', () => {
    const [vocabulary, width, count] = [50, 12, 200_000];
    const store = new ParameterStore([info('table', [vocabulary, width])]);
    const rows = wave(count * width, 0.01);
    const indices = Int32Array.from({ length: count }, (_, i) => (i * 7) % vocabulary);
    store.scatterRows('table', rows, indices, 0);
    const expected = new Float32Array(vocabulary * width);
    for (const [r, index] of indices.entries()) {
      if (index === 0) continue;
      for (let c = 0; c < width; c++) expected[index * width + c]! += rows[r * width + c]!;
    }
    expect(store.gradient('table')).toEqual(expected);
  });

  it('adds a dense part on top', () => {
    const store = new ParameterStore([info('w', [3, 1])]);
    store.scatterRows('w', Float32Array.of(1, 1, 1), Int32Array.of(0, 1, 2), -1);
    store.addGradient('w', Float32Array.of(0.5, -1, 2));
    expect([...store.gradient('w')]).toEqual([1.5, 0, 3]);
  });
});

describe('a gradient of scattered rows', () => {
  const shape = [50, 7];
  const indices = Int32Array.from([3, 49, 3, 0, 12, 3, 0]);
  const rows = wave(indices.length * 7, 0.4);
  const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 };
  const stores = () => {
    const infos = [info('table', shape)];
    const both = [new ParameterStore(infos), new ParameterStore(infos, new Set(['table']))];
    for (const store of both) store.value('table').set(wave(350, 0.3));
    return both as [ParameterStore, ParameterStore];
  };

  it('is the dense one, with the same norm', () => {
    const [dense, scattered] = stores();
    for (const store of [dense, scattered]) {
      store.clearGradients();
      store.scatterRows('table', rows, indices, 0);
    }
    expect(scattered.gradient('table')).toEqual(dense.gradient('table'));
    expect(scattered.gradientNorm()).toBeCloseTo(dense.gradientNorm(), 9);
  });

  it('moves the weights and moments of every row as the dense one does, step after step', () => {
    const [dense, scattered] = stores();
    for (const count of [1, 2, 3]) {
      for (const store of [dense, scattered]) {
        store.clearGradients();
        store.scatterRows('table', rows.subarray(0, count * 14), indices.subarray(0, count * 2), -1);
        store.update(settings, { count, learningRate: 0.1, headLearningRate: 0.1, gradientScale: 0.5 });
      }
    }
    expect(scattered.value('table')).toEqual(dense.value('table'));
    expect(scattered.moments('table')).toEqual(dense.moments('table'));
  });

  it('moves rows that it never held by moments that were given', () => {
    const [dense, scattered] = stores();
    for (const store of [dense, scattered]) {
      store.restore('table', wave(350, 0.3), wave(350, 0.5), wave(350, 0.1).map(Math.abs));
      store.scatterRows('table', rows, indices, -1);
      store.update(settings, { count: 4, learningRate: 0.1, headLearningRate: 0.1, gradientScale: 0.5 });
    }
    expect(scattered.value('table')).toEqual(dense.value('table'));
    expect(scattered.moments('table')).toEqual(dense.moments('table'));
  });
});

describe('dropout masks', () => {
  const sites = [{ site: 0, input: 'dropout.0', shape: ['T', 5], probability: 0.1 }] as const;

  it('are what the TypeScript twin makes of seed, step, site and element', () => {
    const [mask] = new MaskMemory(sites, 'factors').generate({ T: 77 }, { seed: 3, step: 9, microStep: 1 });
    const twin = new Float32Array(77 * 5);
    fillDropoutMask(twin, maskKey({ seed: 3, step: 9, microStep: 1, site: 0 }), 0.1);
    expect(mask!.data).toEqual(twin);
  });

  it('say as bytes which values the factors keep', () => {
    const key = { seed: 3, step: 9, microStep: 1 };
    const [factors] = new MaskMemory(sites, 'factors').generate({ T: 77 }, key);
    const [bytes] = new MaskMemory(sites, 'bytes').generate({ T: 77 }, key);
    expect([...bytes!.data]).toEqual(Array.from(factors!.data, (factor) => (factor > 0 ? 1 : 0)));
  });

  it('keep their values where a larger batch has more elements', () => {
    const memory = new MaskMemory(sites, 'bytes');
    const small = memory.generate({ T: 10 }, { seed: 1, step: 0, microStep: 0 })[0]!.data.slice();
    const large = memory.generate({ T: 90_000 }, { seed: 1, step: 0, microStep: 0 })[0]!.data;
    expect(large.subarray(0, small.length)).toEqual(small);
  });

  it('drop the asked share, keep the expectation at one, and differ by step and site', () => {
    const count = 400_000;
    const masks = [0, 1].flatMap((step) =>
      [0, 1].map((site) => {
        const mask = new Float32Array(count);
        fillDropoutMask(mask, maskKey({ seed: 7, step, microStep: 0, site }), 0.1);
        return mask;
      }),
    );
    for (const mask of masks) {
      const kept = mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
      expect(Math.abs(kept / count - 0.9)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / count));
      expect(mask.reduce((sum, value) => sum + value, 0) / count).toBeCloseTo(1, 2);
    }
    for (const other of masks.slice(1)) {
      const both = masks[0]!.reduce((sum, value, i) => sum + (value > 0 && other[i]! > 0 ? 1 : 0), 0);
      expect(Math.abs(both / count - 0.81)).toBeLessThan(4 * Math.sqrt((0.81 * 0.19) / count));
    }
  });

  it('scale by what is really kept', () => {
    expect(keptValue(0)).toBe(1);
    expect(keptValue(0.5)).toBe(2);
    expect(keptValue(0.1) * (1 - dropThreshold(0.1) / 65_536)).toBeCloseTo(1, 6);
  });
});

describe('kernel memory', () => {
  it('keeps what was written when it grows', () => {
    const memory = new KernelMemory(0);
    const first = memory.allocate(4);
    memory.float32(first, 4).fill(2);
    memory.allocate(1_000_000);
    expect([...memory.float32(first, 4)]).toEqual([2, 2, 2, 2]);
  });

  it('says how much memory could not be had', () => {
    expect(() => new KernelMemory(5 * 2 ** 30)).toThrow(/5\.0 GiB of memory could not be had/);
  });
});
