import { FilePicker } from '../../components/FilePicker.tsx';
import { useFileOpener } from './file-opener.ts';

const ENDINGS = '.csv,.tsv,.json,.jsonl,.parquet,.conll,.iob2,.txt';

/** Files by the system's dialog: one, or one for each of training, validation and test. */
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
