import { count, percent } from '../../components/figures.ts';
import { DOING, useProgress } from './use-progress.ts';

/** How far a dataset that is being opened has come: rows done of rows there are, as far as that is known. Only what is done is read aloud. */
export function AnalysisProgress({ id }: { readonly id: string }) {
  const progress = useProgress(id);
  const { doing, done, total, share } = progress ?? { doing: 'reading', done: 0, total: null, share: null };
  const rows = total === null ? '' : ` of ${count(total)}`;
  return (
    <div className="analysis">
      <p>
        <span role="status">{DOING[doing]}</span>
        {done > 0 ? `: ${count(done)}${rows} rows` : share !== null && `: ${percent(share, 0)}`}
      </p>
      {share !== null && (
        <div className="analysis-track">
          <i style={{ width: `${100 * share}%` }} />
        </div>
      )}
    </div>
  );
}
