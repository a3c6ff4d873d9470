import { FolderInput } from 'lucide-react';
import { useRef } from 'react';
import { ChosenFolder } from '../../components/ChosenFiles.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import { useFileOpener } from './file-opener.ts';

const ENDINGS = '.csv,.tsv,.json,.jsonl,.parquet,.conll,.iob2,.txt,.zip';

/** Files by the system's dialog: one, several for training, validation and test, or a zip file of them. */
export function OpenFile() {
  const { busy, take } = useFileOpener();
  return (
    <FilePicker
      label="Data files"
      accept={ENDINGS}
      busy={busy !== null}
      onFiles={(files) => void take(files)}
    >
      Open a file
    </FilePicker>
  );
}

/** A folder by the system's dialog: folders by label, or files for training, validation and test. */
export function OpenFolder() {
  const input = useRef<HTMLInputElement>(null);
  const { busy, takeFolders } = useFileOpener();
  return (
    <>
      <ChosenFolder ref={input} aria-label="Data folder" onFolder={(folder) => void takeFolders([folder])} />
      <button
        type="button"
        className="button small"
        disabled={busy !== null}
        onClick={() => input.current?.click()}
      >
        <FolderInput size={16} aria-hidden="true" />
        Open a folder
      </button>
    </>
  );
}
