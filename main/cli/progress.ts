import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** `total` is null where nobody knows it before the end. */
  update(done: number, total: number | null): void;
  stop(): void;
}

/** A bar (or a count, without a total) on a terminal, on stderr and gone when done; null elsewhere. */
export function progressOf(unit: string): Progress | null {
  if (!process.stderr.isTTY) return null;
  let bar: SingleBar | null = null;
  return {
    update(done, total) {
      bar ??= startBar(unit, total);
      bar.update(done);
    },
    stop: () => bar?.stop(),
  };
}

function startBar(unit: string, total: number | null): SingleBar {
  const format = total === null ? `{value} ${unit}` : `{bar} {value}/{total} ${unit}  {eta_formatted} left`;
  const bar = new SingleBar(
    { format, barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total ?? Number.MAX_SAFE_INTEGER, 0);
  return bar;
}
