import { FolderInput } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { ImportReport } from './ImportReport.tsx';
import { useModelImport } from './use-model-import.ts';

const MEGABYTE = 1e6;
const ORIGINS = { embedded: 'built in', imported: 'imported', run: 'a run' } as const;

/** The models there are, and taking in a Hugging Face folder. */
export function ModelsSection() {
  const list = useAnswer('models.list', {});
  const taken = useModelImport(list.again);
  const chooser = useRef<HTMLInputElement>(null);
  const section = useRef<HTMLElement>(null);
  const { purpose } = useNavigation();
  useEffect(() => {
    if (purpose.at === 'models') section.current?.scrollIntoView({ block: 'start' });
  }, [purpose]);
  const models = list.value?.filter(({ origin }) => origin !== 'run') ?? [];
  return (
    <section ref={section} aria-labelledby="settings-models">
      <h2 id="settings-models">Models</h2>
      {list.error && <Failure error={list.error} onRetry={list.again} />}
      {!list.value && !list.error && <p className="tertiary">Looking at the models</p>}
      <ul className="models-list">
        {models.map((model) => (
          <li key={model.id}>
            <b>{model.title}</b>
            <span className="secondary">{factsOf(model)}</span>
            <a href={`#try?model=${encodeURIComponent(model.id)}`} aria-label={`Try ${model.title}`}>
              Try
            </a>
          </li>
        ))}
      </ul>
      <div className="models-import">
        <button
          type="button"
          className="button"
          disabled={taken.progress !== null}
          onClick={() => chooser.current?.click()}
        >
          <FolderInput size={16} aria-hidden="true" />
          Import a folder
        </button>
        <span className="secondary" role="status">
          {taken.progress ??
            'A BERT as Hugging Face keeps it: config.json, safetensors weights, a tokenizer. It is copied here.'}
        </span>
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          // Not in React's types: a folder is chosen instead of files.
          {...{ webkitdirectory: '' }}
          onChange={({ target }) => {
            void taken.start([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </div>
      {taken.error && <Failure error={taken.error} />}
      {taken.result && <ImportReport imported={taken.result} />}
    </section>
  );
}

function factsOf({ layers, hidden, bytes, weights, origin, licence }: ModelSummary): string {
  const size = `${(bytes / MEGABYTE).toFixed(0)} MB`;
  return [ORIGINS[origin], `${layers} layers, ${hidden} wide`, weights, size, licence]
    .filter((part) => part !== null)
    .join(', ');
}
