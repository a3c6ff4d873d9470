import { useEffect, useState } from 'react';
import type { DatasetProgress } from '../../../app/contract/datasets.ts';
import { onStudio } from '../../api/studio.ts';
import { count } from '../../components/figures.ts';

const WORDS: Readonly<Record<DatasetProgress['doing'], string>> = {
  reading: 'Reading the file',
  'counting tokens': 'Counting tokens',
  'comparing rows': 'Comparing rows with each other',
};

/** How far a dataset that is being opened has come: rows done of rows there are, as far as that is known. */
export function AnalysisProgress({ id }: { readonly id: string }) {
  const [progress, setProgress] = useState<DatasetProgress | null>(null);
  useEffect(() => onStudio('dataset.progress', (told) => told.id === id && setProgress(told)), [id]);
  const { doing, done, total } = progress ?? { doing: 'reading', done: 0, total: null };
  const isMeasured = total !== null && doing !== 'comparing rows';
  return (
    <div className="analysis" role="status">
      <p>
        {WORDS[doing]}
        {done > 0 && `: ${count(done)}${total === null ? '' : ` of ${count(total)}`} rows`}
      </p>
      {isMeasured && (
        <div className="analysis-track">
          <i style={{ width: `${(100 * done) / Math.max(1, total)}%` }} />
        </div>
      )}
    </div>
  );
}
