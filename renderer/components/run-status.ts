import type { RunSummary } from '../../app/contract/runs.ts';

const WORDS: Readonly<Record<string, string>> = {
  running: 'Running',
  paused: 'Paused',
  completed: 'Finished',
  early_stopping: 'Stopped early',
  stopped: 'Stopped, can go on',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted, can go on',
  starting: 'Starting',
  training: 'Training',
  evaluating: 'Judging',
  stopping: 'Stopping',
};

export function statusWords({ record, live }: RunSummary): string {
  return WORDS[live?.activity ?? record.status] ?? record.status;
}

/** Whether a run can go on: from its last checkpoint, or else from its beginning. */
export function canResume({ record, live }: RunSummary): boolean {
  const ended = record.status === 'completed' || record.status === 'early_stopping';
  return live === null && !ended;
}
