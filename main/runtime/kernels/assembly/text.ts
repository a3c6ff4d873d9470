// Passes over the bytes of many rows at once. Pointers are byte offsets into the imported memory; 16 bytes after the
// last row may be read. A row's text and second text follow one another: `places` has for each row where the text
// begins, where it ends and where the second text ends, int32 offsets from `bytes`. Rows whose letters need Unicode's
// tables are marked in `unusual` (one byte a row, 1) and are left to JavaScript. app/data/min-hash.ts says the same as
// `minHashes` in plain TypeScript, and the tests compare the two.

const PLACES: usize = 12;
const SPACE: u8 = 0x20;
// In halves: Biome takes literals for JavaScript's, which hold 53 bits.
const FIRST_FACTOR: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;
const SECOND_FACTOR: u64 = ((<u64>0xd6e8feb8) << 32) | 0x6659fd93;
const FIRST_FINISH: u64 = ((<u64>0xff51afd7) << 32) | 0xed558ccd;
const SECOND_FINISH: u64 = ((<u64>0xc4ceb9fe) << 32) | 0x1a85ec53;

/** MurmurHash3's 64-bit finish (Appleby 2011). */
function finish(hash: u64): u64 {
  let h = hash ^ (hash >> 33);
  h *= FIRST_FINISH;
  h ^= h >> 33;
  h *= SECOND_FINISH;
  return h ^ (h >> 33);
}

/** Whether the last text hashed was anything but ASCII without control characters and needless spaces. */
let isUnusual: bool = false;

function hashText(seed: u64, from: usize, end: usize): u64 {
  let hash = seed;
  // A space before the text counts as one more.
  let spaceBefore = 1;
  const iota = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (let at = from; at < end; at += 16) {
    const left = <i32>min<usize>(16, end - at);
    const inside = i8x16.lt_s(iota, i8x16.splat(<i8>left));
    const units = v128.and(v128.load(at), inside);
    // As signed numbers, what is not ASCII is less than any letter.
    if (v128.any_true(v128.and(i8x16.lt_s(units, i8x16.splat(SPACE)), inside))) isUnusual = true;
    const spaces = i8x16.bitmask(i8x16.eq(units, i8x16.splat(SPACE)));
    if (spaces & ((spaces << 1) | spaceBefore)) isUnusual = true;
    spaceBefore = (spaces >> (left - 1)) & 1;
    const isUpper = v128.and(i8x16.ge_s(units, i8x16.splat(0x41)), i8x16.le_s(units, i8x16.splat(0x5a)));
    const lower = v128.or(units, v128.and(isUpper, i8x16.splat(0x20)));
    hash = (hash ^ <u64>i64x2.extract_lane(lower, 0)) * FIRST_FACTOR;
    hash ^= hash >> 32;
    hash = (hash ^ <u64>i64x2.extract_lane(lower, 1)) * SECOND_FACTOR;
    hash ^= hash >> 32;
  }
  if (end > from && spaceBefore) isUnusual = true;
  return finish(hash ^ <u64>(end - from));
}

/**
 * 64 bits of the words of each row, whatever their case.
 *
 * @param hashes receives for each row the low and the high half, int32.
 */
export function contentHashes(bytes: usize, places: usize, count: i32, hashes: usize, unusual: usize): void {
  for (let row = 0; row < count; row++) {
    const place = places + <usize>row * PLACES;
    const textEnd = bytes + load<i32>(place, 4);
    isUnusual = false;
    const text = hashText(0, bytes + load<i32>(place), textEnd);
    store<u64>(hashes + <usize>row * 8, hashText(text, textEnd, bytes + load<i32>(place, 8)));
    store<u8>(unusual + <usize>row, isUnusual ? 1 : 0);
  }
}

function isInWord(unit: u32): bool {
  return unit - 0x61 < 26 || unit - 0x30 < 10;
}

/**
 * A signature of each row's words, of which similar rows share some numbers.
 *
 * @param signatures receives eight int32 for each row.
 */
export function minHashes(bytes: usize, places: usize, count: i32, signatures: usize, unusual: usize): void {
  for (let row = 0; row < count; row++) {
    const place = places + <usize>row * PLACES;
    store<u8>(unusual + <usize>row, minHash(bytes, place, signatures + <usize>row * 32) ? 0 : 1);
  }
}

const PRIME: i32 = 0x9e3779b1;

/** The factors of hashes `first` to `first + 3`. */
function factors(first: i32): v128 {
  const numbers = i32x4.add(i32x4.splat(first + 1), i32x4(0, 1, 2, 3));
  return v128.or(i32x4.mul(numbers, i32x4.splat(PRIME)), i32x4.splat(1));
}

function mixed(sum: v128, factor: v128): v128 {
  const product = i32x4.mul(sum, factor);
  return v128.xor(product, i32x4.shr_u(product, 15));
}

function bandOf(band: i32, least: v128): i32 {
  let key = band;
  key = ((key ^ i32x4.extract_lane(least, 0)) * 0x85ebca6b) ^ <i32>(<u32>key >> 13);
  key = ((key ^ i32x4.extract_lane(least, 1)) * 0x85ebca6b) ^ <i32>(<u32>key >> 13);
  key = ((key ^ i32x4.extract_lane(least, 2)) * 0x85ebca6b) ^ <i32>(<u32>key >> 13);
  return ((key ^ i32x4.extract_lane(least, 3)) * 0x85ebca6b) ^ <i32>(<u32>key >> 13);
}

/** @returns false where the row is not all ASCII. */
function minHash(bytes: usize, place: usize, signature: usize): bool {
  let l0 = i32x4.splat(-1);
  let l1 = l0;
  let l2 = l0;
  let l3 = l0;
  let l4 = l0;
  let l5 = l0;
  let l6 = l0;
  let l7 = l0;
  const textEnd = bytes + load<i32>(place, 4);
  const end = bytes + load<i32>(place, 8);
  let low: i32 = 0;
  let high: i32 = 0;
  let length: i32 = 0;
  for (let at = bytes + load<i32>(place); at <= end; at++) {
    // Words end with their text.
    let unit: u32 = at < end ? load<u8>(at) : SPACE;
    if (unit >= 0x80) return false;
    if (unit - 0x41 < 26) unit |= 0x20;
    const isIn = isInWord(unit);
    if (length > 0 && (!isIn || at === textEnd)) {
      const a = low ^ <i32>(<u32>low >> 15);
      const b = high ^ <i32>(<u32>high >> 13);
      const step = i32x4.splat(b * 4);
      let sum = i32x4.add(i32x4.splat(a), i32x4.mul(i32x4.splat(b), i32x4(1, 2, 3, 4)));
      l0 = i32x4.min_u(l0, mixed(sum, factors(0)));
      sum = i32x4.add(sum, step);
      l1 = i32x4.min_u(l1, mixed(sum, factors(4)));
      sum = i32x4.add(sum, step);
      l2 = i32x4.min_u(l2, mixed(sum, factors(8)));
      sum = i32x4.add(sum, step);
      l3 = i32x4.min_u(l3, mixed(sum, factors(12)));
      sum = i32x4.add(sum, step);
      l4 = i32x4.min_u(l4, mixed(sum, factors(16)));
      sum = i32x4.add(sum, step);
      l5 = i32x4.min_u(l5, mixed(sum, factors(20)));
      sum = i32x4.add(sum, step);
      l6 = i32x4.min_u(l6, mixed(sum, factors(24)));
      sum = i32x4.add(sum, step);
      l7 = i32x4.min_u(l7, mixed(sum, factors(28)));
      low = 0;
      high = 0;
      length = 0;
    }
    if (isIn) {
      low = (low ^ unit) * 0x01000193 + length;
      high = (((high << 7) | <i32>(<u32>high >> 25)) * 0x85ebca6b) ^ unit;
      length++;
    }
  }
  store<i32>(signature, bandOf(0, l0));
  store<i32>(signature, bandOf(1, l1), 4);
  store<i32>(signature, bandOf(2, l2), 8);
  store<i32>(signature, bandOf(3, l3), 12);
  store<i32>(signature, bandOf(4, l4), 16);
  store<i32>(signature, bandOf(5, l5), 20);
  store<i32>(signature, bandOf(6, l6), 24);
  store<i32>(signature, bandOf(7, l7), 28);
  return true;
}
