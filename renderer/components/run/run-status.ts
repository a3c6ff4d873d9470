import {
  Ban,
  Check,
  CircleDashed,
  ListChecks,
  LoaderCircle,
  type LucideIcon,
  Pause,
  Square,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { RunSummary } from '../../../app/contract/runs.ts';

interface StatusWords {
  readonly word: string;
  /** Where it stands, for who does not see the step beside it. */
  readonly at: string | null;
  readonly Icon: LucideIcon;
  readonly tone: 'live' | 'quiet' | 'bad';
}

const LIVE = {
  starting: { word: 'Starting', Icon: CircleDashed },
  training: { word: 'Training', Icon: LoaderCircle },
  evaluating: { word: 'Judging', Icon: ListChecks },
  paused: { word: 'Paused', Icon: Pause },
  stopping: { word: 'Stopping', Icon: Square },
} as const;

const ENDED = {
  running: { word: 'Training elsewhere', Icon: LoaderCircle },
  paused: { word: 'Paused elsewhere', Icon: Pause },
  completed: { word: 'Finished', Icon: Check },
  early_stopping: { word: 'Stopped early', Icon: Check },
  stopped: { word: 'Stopped', Icon: Square },
  cancelled: { word: 'Cancelled', Icon: Ban },
  failed: { word: 'Failed', Icon: TriangleAlert },
  interrupted: { word: 'Interrupted', Icon: Unplug },
} as const;

/** A run's status as a glyph and a word. */
export function statusOf({ record, live }: RunSummary): StatusWords {
  const { status, progress, error } = record;
  if (live) return { ...LIVE[live.activity], at: null, tone: live.activity === 'paused' ? 'quiet' : 'live' };
  if (status === 'failed' && error?.code === 'non_finite')
    return { word: 'NaN', Icon: TriangleAlert, at: `at step ${progress.global_step + 1}`, tone: 'bad' };
  const placed = status === 'stopped' || status === 'interrupted' || status === 'failed';
  const at = placed ? `at step ${progress.global_step}` : null;
  return { ...ENDED[status], at, tone: status === 'failed' ? 'bad' : 'quiet' };
}

export function statusWords(run: RunSummary): string {
  const { word, at } = statusOf(run);
  return at ? `${word} ${at}` : word;
}

/** Whether a run can go on: from its last checkpoint, or else from its beginning. */
export function canResume({ record, live }: RunSummary): boolean {
  const ended = record.status === 'completed' || record.status === 'early_stopping';
  return live === null && !ended;
}

/** Whether its loss was no number. */
export function isBroken({ record }: RunSummary): boolean {
  return record.status === 'failed' && record.error?.code === 'non_finite';
}
