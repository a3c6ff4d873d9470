/** Linear-interpolated quantile, `q` in [0, 1], as numpy's default. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Median with the 10th and 90th percentile. */
export function spread(values) {
  return { p10: quantile(values, 0.1), median: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

/**
 * What a row's steps say, per side: seconds a step, real tokens a second, and the memory over its imports.
 * `steps[side][round]` are measured in the same round on the same batch, so `ratios[other]` compares ours round by
 * round: what disturbs the machine for a while disturbs both.
 */
export function summarize(steps, memory) {
  const rate = (step) => step.realTokens / step.seconds;
  const sides = {};
  for (const [name, measured] of Object.entries(steps)) {
    sides[name] = {
      seconds: spread(measured.map((step) => step.seconds)),
      realTokensPerSecond: spread(measured.map(rate)),
      realShare: sum(measured, 'realTokens') / sum(measured, 'computedTokens'),
      memoryBytes: memory[name].peakBytes - memory[name].importBytes,
      peakBytes: memory[name].peakBytes,
    };
  }
  const ratios = {};
  for (const other of Object.keys(steps).filter((name) => steps.ours && name !== 'ours')) {
    ratios[other] = {
      speed: spread(steps.ours.map((step, round) => rate(step) / rate(steps[other][round]))),
      memory: sides.ours.memoryBytes / sides[other].memoryBytes,
    };
  }
  return { sides, ratios };
}

function sum(steps, field) {
  return steps.reduce((total, step) => total + step[field], 0);
}
