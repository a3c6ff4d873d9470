import { FileInput } from 'lucide-react';
import { useRef } from 'react';
import { useFileOpener } from './file-opener.ts';

const ENDINGS = '.csv,.tsv,.json,.jsonl,.parquet,.conll,.iob2,.txt';

/** Files by the system's dialog: one, or one for each of training, validation and test. */
export function OpenFile() {
  const input = useRef<HTMLInputElement>(null);
  const { busy, take } = useFileOpener();
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        multiple
        hidden
        aria-label="Data files"
        onChange={({ target }) => {
          void take([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <button
        type="button"
        className="button small"
        disabled={busy !== null}
        onClick={() => input.current?.click()}
      >
        <FileInput size={16} aria-hidden="true" />
        {busy === null ? 'Open a file' : 'Opening'}
      </button>
    </>
  );
}
