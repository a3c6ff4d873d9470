import { Copy, FolderOpen } from 'lucide-react';
import type { StudioInfo } from '../../../app/contract/workspace.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { tellFailure, toast } from '../../components/toast.tsx';

/** Where all that is a person's is kept, and how to have it kept elsewhere. */
export function FoldersSection() {
  const info = useAnswer('studio.info', {});
  return (
    <section aria-labelledby="settings-folders">
      <h2 id="settings-folders">Folders</h2>
      {info.error && <Failure error={info.error} onRetry={info.again} />}
      {!info.value && !info.error && <div className="facts-awaited" />}
      {info.value && (
        <>
          <dl className="facts">
            <dt>All that is yours</dt>
            <dd className="mono">{info.value.folders.user}</dd>
            <dt>Runs, in it</dt>
            <dd className="mono">{info.value.folders.runs}</dd>
          </dl>
          {info.value.shell === 'electron' ? (
            <InWindow folders={info.value.folders} onChosen={info.again} />
          ) : (
            <InBrowser info={info.value} />
          )}
        </>
      )}
    </section>
  );
}

interface InWindowProps {
  readonly folders: StudioInfo['folders'];
  readonly onChosen: () => void;
}

function InWindow({ folders: { user, given, next, usual }, onChosen }: InWindowProps) {
  const change = (name: 'folders.choose' | 'folders.chooseUsual') =>
    void studio.invoke(name, {}).then(onChosen, tellFailure);
  return (
    <>
      <div className="settings-acts">
        <button
          type="button"
          className="button small"
          onClick={() => void studio.invoke('folders.show', {}).catch(tellFailure)}
        >
          <FolderOpen size={16} aria-hidden="true" />
          Show in folder
        </button>
        {!given && (
          <button type="button" className="button small" onClick={() => change('folders.choose')}>
            Keep in another folder…
          </button>
        )}
        {!given && (next ?? user) !== usual && (
          <button
            type="button"
            className="button quiet small"
            title={usual}
            onClick={() => change('folders.chooseUsual')}
          >
            Back to the usual folder
          </button>
        )}
      </div>
      {given && <p className="secondary">BERT_STUDIO_HOME says where. Start without it to choose here.</p>}
      {next !== null && (
        <p role="status">
          From the next start on, everything is kept in <span className="mono">{next}</span>. What is in the
          folder of now stays there, and is not moved: copy it while the studio is closed if you want it there
          too.
        </p>
      )}
    </>
  );
}

function InBrowser({ info: { platform, folders } }: { readonly info: StudioInfo }) {
  return (
    <>
      <div className="settings-acts">
        <button
          type="button"
          className="button small"
          onClick={() =>
            void navigator.clipboard.writeText(folders.user).then(
              () => toast('The path is on the clipboard.'),
              () => toast('The clipboard cannot be written here. Select the path instead.'),
            )
          }
        >
          <Copy size={16} aria-hidden="true" />
          Copy the path
        </button>
      </div>
      <p className="secondary">
        To keep everything in another folder, end the studio and start it with{' '}
        <code className="mono">
          {platform === 'win32'
            ? 'set BERT_STUDIO_HOME=D:\\bert-studio'
            : 'BERT_STUDIO_HOME=/another/folder npm start'}
        </code>
        {platform === 'win32' && (
          <>
            {' and then '}
            <code className="mono">npm start</code>
          </>
        )}
        . Nothing is moved: what is in the folder of now stays there.
      </p>
    </>
  );
}
