import type { DatasetView } from '../../../app/contract/datasets.ts';
import { count, percent } from '../../components/figures.ts';
import { DOING, useProgress } from './use-progress.ts';

type Pending = NonNullable<DatasetView['pending']>;

/** What of large data is not known yet, and how far that is. */
export function StillGoingOn({ id, pending }: { readonly id: string; readonly pending: Pending }) {
  const share = useProgress(id, pending.doing)?.share ?? null;
  return (
    <p className="still-going-on">
      <span role="status">{DOING[pending.doing]}</span>
      {share !== null && `: ${percent(share, 0)}`}. {MEANWHILE[pending.doing](pending.firstRows)}
    </p>
  );
}

const MEANWHILE: Readonly<Record<Pending['doing'], (rows: number | null) => string>> = {
  reading: (rows) => `Rows and figures are those of the first ${count(rows ?? 0)} rows until it is done.`,
  'comparing rows': () =>
    'Rows that are nearly the same are not marked until it is done; nor are tokens counted.',
  searching: () => 'What it has found so far is shown.',
  'counting tokens': () => 'Lengths, and rows that are cut off, are not counted until it is done.',
};
