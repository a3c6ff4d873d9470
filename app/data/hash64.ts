/** Two signed 32-bit halves. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** MurmurHash3's 32-bit mixing (Appleby 2011) over pairs of UTF-16 units, twice with different constants. Not for secrets. */
export function hash64(text: string): Hash64 {
  const { length } = text;
  let [low, high] = [length, ~length];
  for (let i = 0; i < length; i += 2) {
    const pair = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
    low = mix(low, pair, 0xcc9e2d51, 0x1b873593);
    high = mix(high, pair, 0x239b961b, 0xab0e9789);
  }
  return { high: finish(high), low: finish(low) };
}

function mix(hash: number, block: number, c1: number, c2: number): number {
  let k = Math.imul(block, c1);
  k = Math.imul((k << 15) | (k >>> 17), c2);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
