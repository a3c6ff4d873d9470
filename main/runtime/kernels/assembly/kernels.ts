// The loops between two runs of the training graph, as WebAssembly SIMD. Pointers are byte offsets into the
// imported memory, 16-byte aligned; counts are in elements. app/training/adamw.ts and app/ops/dropout-mask.ts
// say the same in plain TypeScript, and the tests compare the two.

const LANES: usize = 4;
const BYTES: usize = 16;

/** Below this a float32 is denormal, and arithmetic on it many times slower. */
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38;

function flushed(x: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), f32x4.splat(SMALLEST_NORMAL)));
}

/**
 * One AdamW step with clipping (Loshchilov and Hutter 2019, in PyTorch's order of operations):
 * g = scale g; p *= 1 - lr wd; m += (1 - beta1)(g - m); v = beta2 v + (1 - beta2) g^2;
 * p -= stepSize m / (sqrt(v) / sqrtCorrection2 + epsilon).
 */
export function adamw(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  count: usize,
  gradientScale: f32,
  decay: f32,
  beta1Rest: f32,
  beta2: f32,
  beta2Rest: f32,
  stepSize: f32,
  sqrtCorrection2: f32,
  epsilon: f32,
): void {
  const whole = count & ~(LANES - 1);
  const end = whole * 4;
  for (let i: usize = 0; i < end; i += BYTES) {
    const grad = f32x4.mul(v128.load(g + i), f32x4.splat(gradientScale));
    const m0 = v128.load(m + i);
    const m1 = flushed(f32x4.add(m0, f32x4.mul(f32x4.splat(beta1Rest), f32x4.sub(grad, m0))));
    const squared = f32x4.mul(f32x4.mul(f32x4.splat(beta2Rest), grad), grad);
    const v1 = flushed(f32x4.add(f32x4.mul(v128.load(v + i), f32x4.splat(beta2)), squared));
    const root = f32x4.div(f32x4.sqrt(v1), f32x4.splat(sqrtCorrection2));
    const update = f32x4.div(f32x4.mul(f32x4.splat(stepSize), m1), f32x4.add(root, f32x4.splat(epsilon)));
    const p1 = f32x4.sub(f32x4.mul(v128.load(p + i), f32x4.splat(decay)), update);
    v128.store(m + i, m1);
    v128.store(v + i, v1);
    v128.store(p + i, p1);
  }
  for (let i = end; i < count * 4; i += 4) {
    const grad = load<f32>(g + i) * gradientScale;
    let m1 = load<f32>(m + i) + beta1Rest * (grad - load<f32>(m + i));
    let v1 = load<f32>(v + i) * beta2 + beta2Rest * grad * grad;
    if (abs(m1) < SMALLEST_NORMAL) m1 = 0;
    if (v1 < SMALLEST_NORMAL) v1 = 0;
    const update = (stepSize * m1) / (sqrt(v1) / sqrtCorrection2 + epsilon);
    store<f32>(m + i, m1);
    store<f32>(v + i, v1);
    store<f32>(p + i, load<f32>(p + i) * decay - update);
  }
}

/**
 * `adamw` on a table [rowCount, width] whose row r has the gradient held[places[r]], or `zeros` where that is -1. Where it
 * is -2 the moments are 0 too, and nothing is left of the step but the decay.
 */
export function adamwRows(
  p: usize,
  held: usize,
  places: usize,
  zeros: usize,
  m: usize,
  v: usize,
  rowCount: usize,
  width: usize,
  gradientScale: f32,
  decay: f32,
  beta1Rest: f32,
  beta2: f32,
  beta2Rest: f32,
  stepSize: f32,
  sqrtCorrection2: f32,
  epsilon: f32,
): void {
  const rowBytes = width * 4;
  for (let r: usize = 0; r < rowCount; r++) {
    const place = load<i32>(places + r * 4);
    const at = r * rowBytes;
    if (place === -2) {
      if (decay !== 1) multiply(p + at, width, decay);
      continue;
    }
    const g = place < 0 ? zeros : held + <usize>place * rowBytes;
    adamw(
      p + at,
      g,
      m + at,
      v + at,
      width,
      gradientScale,
      decay,
      beta1Rest,
      beta2,
      beta2Rest,
      stepSize,
      sqrtCorrection2,
      epsilon,
    );
  }
}

function multiply(x: usize, count: usize, factor: f32): void {
  const end = (count & ~(LANES - 1)) * 4;
  for (let i: usize = 0; i < end; i += BYTES)
    v128.store(x + i, f32x4.mul(v128.load(x + i), f32x4.splat(factor)));
  for (let i = end; i < count * 4; i += 4) store<f32>(x + i, load<f32>(x + i) * factor);
}

/** Sum of squares in float64. NaN or infinity in, NaN or infinity out. */
export function sumSquares(x: usize, count: usize): f64 {
  const end = (count & ~(LANES - 1)) * 4;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += BYTES) {
    const values = v128.load(x + i);
    const first = f64x2.promote_low_f32x4(values);
    const second = f64x2.promote_low_f32x4(
      i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15),
    );
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (let i = end; i < count * 4; i += 4) {
    const value = <f64>load<f32>(x + i);
    sum += value * value;
  }
  return sum;
}

/** target += source. */
export function accumulate(target: usize, source: usize, count: usize): void {
  const end = (count & ~(LANES - 1)) * 4;
  for (let i: usize = 0; i < end; i += BYTES) {
    v128.store(target + i, f32x4.add(v128.load(target + i), v128.load(source + i)));
  }
  for (let i = end; i < count * 4; i += 4)
    store<f32>(target + i, load<f32>(target + i) + load<f32>(source + i));
}

function mixed(counter: v128, key: v128): v128 {
  let x = v128.xor(counter, key);
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(<i32>0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * A dropout mask as a pure function of (key, element): element e keeps its value where the 16 bits that
 * belong to it are at or above `threshold` (probability * 65536), and then holds `keptValue`.
 * One 32-bit hash of the counter serves two elements: lane l of block b gives elements 8b + l (low half)
 * and 8b + 4 + l (high half). `count` is rounded up to 8 by the caller's allocation.
 */
export function dropoutMask(target: usize, count: usize, key: i32, threshold: i32, keptValue: f32): void {
  const kept = f32x4.splat(keptValue);
  const keys = i32x4.splat(key);
  const limit = i32x4.splat(threshold);
  let counter = i32x4(0, 1, 2, 3);
  for (let i: usize = 0; i < count; i += 8) {
    const bits = mixed(counter, keys);
    const low = i32x4.ge_u(v128.and(bits, i32x4.splat(0xffff)), limit);
    const high = i32x4.ge_u(i32x4.shr_u(bits, 16), limit);
    v128.store(target + i * 4, v128.and(kept, low));
    v128.store(target + i * 4 + BYTES, v128.and(kept, high));
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}

/** The same mask as one byte an element, 1 where the value is kept: a quarter of the memory. */
export function dropoutMaskBytes(target: usize, count: usize, key: i32, threshold: i32): void {
  const keys = i32x4.splat(key);
  const limit = i32x4.splat(threshold);
  let counter = i32x4(0, 1, 2, 3);
  for (let i: usize = 0; i < count; i += 8) {
    const bits = mixed(counter, keys);
    const low = i32x4.ge_u(v128.and(bits, i32x4.splat(0xffff)), limit);
    const high = i32x4.ge_u(i32x4.shr_u(bits, 16), limit);
    const words = i16x8.narrow_i32x4_s(low, high);
    const bytes = v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1));
    store<i64>(target + i, i64x2.extract_lane(bytes, 0));
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}

export { contentHashes, minHashes } from './text';
