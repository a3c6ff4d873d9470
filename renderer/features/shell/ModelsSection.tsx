import { Toolbar } from '@base-ui/react/toolbar';
import { CloudDownload, FileArchive, FolderInput, type LucideIcon } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { ChosenFiles, ChosenFolder } from '../../components/ChosenFiles.tsx';
import { Failure } from '../../components/Failure.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { HubDialog } from '../../components/hub/HubDialog.tsx';
import { progressWords } from '../../components/hub/HubProgress.tsx';
import { ImportReport } from '../../components/hub/ImportReport.tsx';
import { isGoing, useHub } from '../../stores/hub.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useModelImport } from './use-model-import.ts';

const MEGABYTE = 1e6;
const ORIGINS = { embedded: 'built in', imported: 'imported', run: 'a run' } as const;

/** The models there are, and taking in others: a folder, a zip file of one, or what the Hugging Face Hub has. */
export function ModelsSection() {
  const list = useAnswer('models.list', {});
  const taken = useModelImport(list.again);
  const [asking, setAsking] = useState(false);
  const download = useHub((state) => state.download);
  const section = useRef<HTMLElement>(null);
  const { purpose } = useNavigation();
  useEffect(() => {
    if (purpose.at === 'models') section.current?.scrollIntoView({ block: 'start' });
    if (purpose.ask === 'hub') setAsking(true);
  }, [purpose]);
  const fetched = download?.model?.model.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a model that arrived is one more to list
  useEffect(() => {
    if (fetched) list.again();
  }, [fetched]);
  useZipOfAddress(taken.handed);
  const models = list.value?.filter(({ origin }) => origin !== 'run') ?? [];
  return (
    <section ref={section} aria-labelledby="settings-models">
      <h2 id="settings-models">Models</h2>
      <FileDrop
        title="Drop to import"
        what="a model’s folder, or a zip file of one"
        onFiles={(files) => void taken.zip(files)}
        onFolders={(folders) => void taken.folders(folders)}
      >
        <div className="models-here">
          {list.error && <Failure error={list.error} onRetry={list.again} />}
          {!list.value && !list.error && <p className="tertiary models-awaited">Looking at the models</p>}
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
          <Toolbar.Root className="models-import" aria-label="Import a model">
            <FilePick
              Icon={FolderInput}
              words="Import a folder"
              disabled={taken.progress !== null}
              field={(ref) => <ChosenFolder ref={ref} onFolder={(folder) => void taken.folders([folder])} />}
            />
            <FilePick
              Icon={FileArchive}
              words="Import a zip"
              disabled={taken.progress !== null}
              field={(ref) => (
                <ChosenFiles
                  ref={ref}
                  accept=".zip"
                  aria-label="Zip file of a model"
                  onFiles={(files) => void taken.zip(files)}
                />
              )}
            />
            <Toolbar.Button className="button" onClick={() => setAsking(true)}>
              <CloudDownload size={16} aria-hidden="true" />
              From the Hugging Face Hub
            </Toolbar.Button>
          </Toolbar.Root>
          <p className="secondary" role="status">
            {taken.progress ??
              'A BERT as Hugging Face keeps it: config.json, safetensors weights, a tokenizer. It is copied here.'}
          </p>
          {download && isGoing(download) && (
            <p className="secondary">
              {download.id}: {progressWords(download)}
            </p>
          )}
          {taken.error && <Failure error={taken.error} />}
          {taken.result && <ImportReport imported={taken.result} />}
        </div>
      </FileDrop>
      <HubDialog kind="models" open={asking} onClose={() => setAsking(false)} />
    </section>
  );
}

/** A link from Data may bring a zip file that turned out to hold a model. It is taken in once. */
function useZipOfAddress(take: (name: string, handle: string) => void) {
  const { purpose, refine } = useNavigation();
  const { zip, name = 'model' } = purpose;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    if (!zip) return;
    refine({ at: 'models' });
    take(name, zip);
  }, [zip]);
}

interface FilePickProps {
  readonly Icon: LucideIcon;
  readonly words: string;
  readonly disabled: boolean;
  readonly field: (ref: RefObject<HTMLInputElement | null>) => ReactNode;
}

function FilePick({ Icon, words, disabled, field }: FilePickProps) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Toolbar.Button className="button" disabled={disabled} onClick={() => chooser.current?.click()}>
        <Icon size={16} aria-hidden="true" />
        {words}
      </Toolbar.Button>
      {field(chooser)}
    </>
  );
}

function factsOf({ layers, hidden, bytes, weights, origin, licence }: ModelSummary): string {
  const size = `${(bytes / MEGABYTE).toFixed(0)} MB`;
  return [ORIGINS[origin], `${layers} layers, ${hidden} wide`, weights, size, licence]
    .filter((part) => part !== null)
    .join(', ');
}
