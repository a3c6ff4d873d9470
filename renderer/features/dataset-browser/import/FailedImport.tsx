import { Empty } from '../../../components/Empty.tsx';
import { OpenFile } from '../OpenFile.tsx';

/** A file that cannot be a dataset: where it fails and what to do, and another file to open instead. */
export function FailedImport({ error }: { readonly error: Error }) {
  return (
    <section className="pane" aria-label="Open data">
      <header className="bar">
        <a className="to-data" href="#data">
          Data
        </a>
        <span className="tertiary">/</span>
        <h1>Not opened</h1>
      </header>
      <Empty drawing="rows" title="This file could not be opened">
        <p role="alert">{error.message}</p>
        <p>Nothing was added, and your file is as it was.</p>
        <OpenFile />
      </Empty>
    </section>
  );
}
