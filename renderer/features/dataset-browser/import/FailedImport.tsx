import { Empty } from '../../../components/Empty.tsx';
import { OpenFile, OpenFolder } from '../OpenFile.tsx';

interface FailedImportProps {
  readonly error: Error;
  /** Forgets the failure, where no other place does. */
  readonly onLeave?: () => void;
}

/** Files that cannot be a dataset: where they fail and what to do, and others to open instead. */
export function FailedImport({ error, onLeave }: FailedImportProps) {
  return (
    <section className="pane" aria-label="Open data">
      <header className="bar">
        {onLeave ? (
          <button type="button" className="link to-data" onClick={onLeave}>
            Data
          </button>
        ) : (
          <a className="to-data" href="#data">
            Data
          </a>
        )}
        <span className="tertiary">/</span>
        <h1>Not opened</h1>
      </header>
      <Empty drawing="rows" title="This could not be opened">
        <p role="alert">{error.message}</p>
        <p>Nothing was added, and your files are as they were.</p>
        <div className="open-instead">
          <OpenFile />
          <OpenFolder />
        </div>
      </Empty>
    </section>
  );
}
