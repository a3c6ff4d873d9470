const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The float16 (IEEE 754 binary16) nearest to each value, ties to even; too large becomes infinity. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = halfBits(values[i]!);
  return result;
}

function halfBits(value: number): number {
  floats[0] = value;
  const single = bits[0]!;
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fffffff;
  if (magnitude >= 0x47800000) {
    const notANumber = magnitude > 0x7f800000;
    return sign | (notANumber ? 0x7e00 : 0x7c00);
  }
  if (magnitude < 0x38800000) {
    // Subnormal: adding 0.5 lines the value up so that the low bits of the sum are the result, rounded.
    floats[0] = Math.abs(value) + 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** Every float16 bit pattern as its value: decoding is one look-up. */
export function float16Table(): Float32Array {
  const table = new Float32Array(65_536);
  for (let half = 0; half < 65_536; half++) {
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    const magnitude =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[half] = half & 0x8000 ? -magnitude : magnitude;
  }
  return table;
}
