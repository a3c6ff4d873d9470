/** The integer hash `lowbias32` (Wellons 2018): every input bit flips each output bit about half the time. Signed. */
export function lowbias32(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
