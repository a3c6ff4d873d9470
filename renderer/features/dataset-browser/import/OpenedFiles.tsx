import { useAnswer } from '../../../api/use-answer.ts';
import { Empty } from '../../../components/Empty.tsx';
import { AnalysisProgress } from '../AnalysisProgress.tsx';
import { FailedImport } from './FailedImport.tsx';
import { ImportView } from './ImportView.tsx';

/** Files as they were handed over, which may be archives: what is in them is what may become a dataset. */
export function OpenedFiles({ handles }: { readonly handles: readonly string[] }) {
  const { value, error } = useAnswer('datasets.unpack', { handles: [...handles] });
  if (error) return <FailedImport error={error} />;
  if (!value) return <AnalysisProgress id={handles[0]!} />;
  if (value.holds === 'data') return <ImportView handles={value.handles} />;
  const there = new URLSearchParams({ at: 'models', zip: value.handles[0]!, name: value.name });
  return (
    <section className="pane" aria-label="Open data">
      <Empty drawing="rows" title="This is a model">
        <p>{value.name} holds a model’s folder, with its config.json. A model is taken in by Settings.</p>
        <a className="button primary" href={`#settings?${there}`}>
          Import it as a model
        </a>
        <a className="button" href="#data">
          Back to Data
        </a>
      </Empty>
    </section>
  );
}
