/** Bands of a signature, and hashes in each. Two texts with 80 % of their words in common share a band with 98.5 %. */
export const BANDS = 8;
const HASHES = 4;

const MULTIPLIERS = Uint32Array.from(
  { length: BANDS * HASHES },
  (_, i) => (Math.imul(i + 1, 0x9e3779b1) | 1) >>> 0,
);
const least = new Uint32Array(BANDS * HASHES);

/**
 * A few numbers of a text of which similar texts share some: the least of several hashes of its words, taken together in
 * bands (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3). Words are those of
 * `wordsOf`; they are hashed letter by letter, because cutting them out takes longer than all the rest.
 *
 * @param out receives one number for each band.
 */
export function minHash(text: string, out: Int32Array): void {
  least.fill(0xffffffff);
  const lower = text.toLowerCase();
  let [low, high, length] = [0, 0, 0];
  for (let i = 0; i <= lower.length; i++) {
    const unit = i < lower.length ? lower.charCodeAt(i) : SPACE;
    if (isInWord(unit)) {
      low = Math.imul(low ^ unit, 0x01000193) + length;
      high = Math.imul((high << 7) | (high >>> 25), 0x85ebca6b) ^ unit;
      length++;
    } else if (length > 0) {
      addWord(low ^ (low >>> 15), high ^ (high >>> 13));
      [low, high, length] = [0, 0, 0];
    }
  }
  for (let band = 0; band < BANDS; band++) {
    let key = band;
    for (let i = 0; i < HASHES; i++)
      key = Math.imul(key ^ least[band * HASHES + i]!, 0x85ebca6b) ^ (key >>> 13);
    out[band] = key;
  }
}

function addWord(low: number, high: number): void {
  for (let i = 0; i < least.length; i++) {
    const mixed = Math.imul(low + Math.imul(high, i + 1), MULTIPLIERS[i]!);
    const hash = (mixed ^ (mixed >>> 15)) >>> 0;
    if (hash < least[i]!) least[i] = hash;
  }
}

const SPACE = 0x20;
const inWord = new Int8Array(0x10000).fill(-1);

/** Letters and digits; halves of characters outside the basic plane count as letters. */
function isInWord(unit: number): boolean {
  if (inWord[unit] === -1)
    inWord[unit] =
      (unit >= 0xd800 && unit < 0xe000) || /[\p{L}\p{N}]/u.test(String.fromCharCode(unit)) ? 1 : 0;
  return inWord[unit] === 1;
}
