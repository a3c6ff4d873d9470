const ACTS = 120;

/**
 * `act` is done 120 times, a frame apart. `cpu_ms` is what the page's main thread works for each on its own clock, which
 * other programs do not slow: 60 frames a second leave it 16.7. The intervals are what the frames really came at.
 */
export async function frames(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  await page.evaluate(() => {
    const counted = { at: [], ticking: 0 };
    Object.assign(window, { counted });
    const tick = (now) => {
      counted.at.push(now);
      counted.ticking = requestAnimationFrame(tick);
    };
    counted.ticking = requestAnimationFrame(tick);
  });
  const before = await worked();
  for (let i = 0; i < ACTS; i++) await act(i);
  const cpu = ((await worked()) - before) / ACTS;
  const at = await page.evaluate(() => {
    const { counted } = /** @type {any} */ (window);
    cancelAnimationFrame(counted.ticking);
    return counted.at;
  });
  await session.detach();
  const intervals = at
    .slice(1)
    .map((now, i) => now - at[i])
    .sort((a, b) => a - b);
  const share = (part) => Number(intervals[Math.floor((intervals.length - 1) * part)].toFixed(1));
  return { cpu_ms: Number(cpu.toFixed(1)), interval_median_ms: share(0.5), interval_p95_ms: share(0.95) };
}
