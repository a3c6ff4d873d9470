import { Presets, SingleBar } from 'cli-progress';

export interface ProgressBar {
  /** Null where the total is not known. */
  update(done: number, total: number | null): void;
  stop(): void;
}

/** A bar on a terminal, on stderr and gone when done; null elsewhere. */
export function progressBar(unit: string): ProgressBar | null {
  if (!process.stderr.isTTY) return null;
  const known = `{bar} {value}/{total} ${unit}  {eta_formatted} left`;
  const bar = new SingleBar(
    { format: known, barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total ?? 0, done);
      started = true;
      bar.update(done);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
