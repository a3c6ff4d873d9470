import { useState } from 'react';
import { studio } from '../../../api/studio.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Failure } from '../../../components/Failure.tsx';
import { percent } from '../../../components/figures.ts';
import { useNavigation } from '../../../stores/navigation.ts';
import { AnalysisProgress } from '../AnalysisProgress.tsx';
import { useProgress } from '../use-progress.ts';
import { FailedImport } from './FailedImport.tsx';
import { FirstRows } from './FirstRows.tsx';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportFiles } from './ImportFiles.tsx';
import { ImportLabels } from './ImportLabels.tsx';
import { fileWords, type ImportPlan, readWords, skippedWords, titleOf, usedFiles } from './import-plan.ts';
import './import.css';

/** Files before they become a dataset: what the studio made of them, to be put right. */
export function ImportView({ handles }: { readonly handles: readonly string[] }) {
  const [plan, setPlan] = useState<ImportPlan>({
    splits: {},
    columns: {},
    share: 0.2,
    seed: 42,
    title: null,
  });
  const [adding, setAdding] = useState(false);
  const share = useProgress(handles[0]!)?.share ?? null;
  const [error, setError] = useState<Error | null>(null);
  const open = useNavigation((state) => state.open);
  const files = handles.map((handle) => ({ handle, split: plan.splits[handle] }));
  const { labelNames: names = {}, ...columns } = plan.columns;
  const preview = useAnswer('datasets.preview', { files, columns });
  const found = preview.value;
  const title = plan.title ?? (found ? titleOf(found) : '');
  const change = (next: Partial<ImportPlan>) => setPlan((before) => ({ ...before, ...next }));
  const add = async () => {
    setAdding(true);
    setError(null);
    const place = location.hash;
    try {
      const division = usedFiles(found!) === 1 ? { share: plan.share, seed: plan.seed } : undefined;
      const { id } = await studio.invoke('datasets.import', {
        files,
        columns: plan.columns,
        title,
        division,
      });
      // Whoever has gone elsewhere meanwhile stays there.
      if (location.hash === place) open('data', { dataset: id });
    } catch (failure) {
      setError(failure as Error);
      setAdding(false);
    }
  };
  if (!found && preview.error) return <FailedImport error={preview.error} />;
  const name = found ? found.source : 'Reading the file';
  return (
    <section className="pane" aria-label="Open data">
      <header className="bar">
        <a className="to-data" href="#data">
          Data
        </a>
        <span className="tertiary">/</span>
        <h1 className="cut">{name}</h1>
        {found && <span className="tertiary only-wide">{fileWords(found)}, not added yet</span>}
        <span className="grow" />
        <a className="button small" href="#data">
          Cancel
        </a>
        <button
          type="button"
          className="button small primary"
          disabled={!found || preview.state !== 'ready' || found.problem !== null || title === '' || adding}
          onClick={() => void add()}
        >
          {adding ? `Adding${share === null ? '' : ` ${percent(share, 0)}`}` : 'Add to Data'}
        </button>
      </header>
      {!found && <AnalysisProgress id={handles[0]!} />}
      {found && (
        <div className="scroll import" aria-busy={preview.state === 'waiting'}>
          {error && <Failure error={error} />}
          {preview.error && <Failure error={preview.error} onRetry={preview.again} />}
          <p className="takeaway">{readWords(found)}</p>
          {found.problem !== null && (
            <p className="import-problem" role="alert">
              {found.problem}
            </p>
          )}
          {found.skipped.map((skipped) => (
            <p key={skipped.reason} className="secondary">
              {skippedWords(skipped)}
            </p>
          ))}
          <ImportColumns preview={found} choices={plan.columns} onChange={(columns) => change({ columns })} />
          <ImportLabels
            preview={found}
            names={names}
            onChange={(labelNames) => change({ columns: { ...plan.columns, labelNames } })}
          />
          <ImportFiles preview={found} plan={plan} title={title} onChange={change} />
          <FirstRows preview={found} />
        </div>
      )}
    </section>
  );
}
