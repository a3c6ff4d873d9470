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
