// npm run bench -- --check: whether ours is still as fast beside the others as it was.

/**
 * Compares ratios of speed, which another machine or a busy one changes less than seconds.
 *
 * @param expected `{ tolerance, rows: { row: { side: ratio } } }`, the file ratios.json.
 * @param measured rows as results.json has them; rows and sides that were not measured, or are not expected, are left out.
 * @returns one `{ row, side, expected, found, isSlower }` for each ratio that is in both.
 */
export function compareRatios({ tolerance, rows }, measured) {
  return Object.entries(rows).flatMap(([row, sides]) =>
    Object.entries(sides).flatMap(([side, ratio]) => {
      const found = measured[row]?.ratios[side]?.speed.median;
      if (found === undefined) return [];
      return [{ row, side, expected: ratio, found, isSlower: found < ratio * (1 - tolerance) }];
    }),
  );
}
