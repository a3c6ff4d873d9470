import type { RunSummary } from '../../../app/contract/runs.ts';

/** Opens Train with a run's settings. @param args what the new run has instead. */
export function cloneAddress({ record }: RunSummary, args: Readonly<Record<string, string>> = {}): string {
  return `#train?${new URLSearchParams({ ...args, from: record.id })}`;
}

export function dataAddress({ record }: RunSummary): string {
  return `#data?${new URLSearchParams({ dataset: record.dataset.name })}`;
}

export function runAddress({ record }: RunSummary): string {
  return `#runs?${new URLSearchParams({ run: record.id })}`;
}

/** @param checkpoint of the run; its best, or last, where none is named. */
export function tryAddress({ record }: RunSummary, checkpoint?: string): string {
  const model = `run:${record.id}${checkpoint ? `/${checkpoint}` : ''}`;
  return `#try?${new URLSearchParams({ model })}`;
}
