/** Largest absolute difference of two nested lists of the same shape. */
export function largestDifference(ours, theirs) {
  if (typeof ours === 'number') return Math.abs(ours - theirs);
  if (ours.length !== theirs.length)
    throw new Error(`shapes differ: ${ours.length} entries against ${theirs.length}`);
  return ours.reduce((most, value, i) => Math.max(most, largestDifference(value, theirs[i])), 0);
}
