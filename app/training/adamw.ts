/** What stays the same over a run. */
export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 0 for biases and LayerNorm. */
  readonly weightDecay: number;
}

/** One parameter's update; all numbers are plain (float64) and rounded to float32 where they are used. */
interface AdamWOptions extends AdamWSettings {
  /** Optimizer step, 0-based; bias correction uses step + 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Factor on the gradient, from clipping. */
  readonly gradientScale: number;
}

const SMALLEST_NORMAL = 2 ** -126;

/** Denormal numbers make some processors a hundred times slower, and are nothing to an optimizer. */
function flushed(value: number): number {
  return Math.abs(value) < SMALLEST_NORMAL ? 0 : value;
}

/**
 * AdamW on one tensor, in place: the readable twin of the WebAssembly kernel, in float32 in PyTorch's order
 * (torch.optim.AdamW, Loshchilov & Hutter 2019).
 *
 *   p -= lr * decay * p;  m += (1 - beta1) (g - m);  v = beta2 v + (1 - beta2) g²
 *   p -= lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 *
 * @param p parameter, `g` gradient, `m` and `v` first and second moment: the same length.
 */
export function adamwStep(
  p: Float32Array,
  g: Float32Array,
  m: Float32Array,
  v: Float32Array,
  options: AdamWOptions,
): void {
  const f = Math.fround;
  const t = options.step + 1;
  const scale = f(options.gradientScale);
  const keep = f(1 - options.learningRate * options.weightDecay);
  const mix = f(1 - options.beta1);
  const beta2 = f(options.beta2);
  const mixSquare = f(1 - options.beta2);
  const rate = f(options.learningRate / (1 - options.beta1 ** t));
  const correction = f(Math.sqrt(1 - options.beta2 ** t));
  const epsilon = f(options.epsilon);
  for (let i = 0; i < p.length; i++) {
    const gradient = f(g[i]! * scale);
    const mean = flushed(f(m[i]! + f(mix * f(gradient - m[i]!))));
    const square = flushed(f(f(v[i]! * beta2) + f(f(mixSquare * gradient) * gradient)));
    const denominator = f(f(f(Math.sqrt(square)) / correction) + epsilon);
    m[i] = mean;
    v[i] = square;
    p[i] = f(f(p[i]! * keep) - f(f(rate * mean) / denominator));
  }
}

/** Sum of squares of a gradient, in float64; the norm over all parameters is the root of the sum of these. */
export function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

/** PyTorch's clip_grad_norm_ as a factor on every gradient; a `maxNorm` of 0 switches clipping off. */
export function gradientScale(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
