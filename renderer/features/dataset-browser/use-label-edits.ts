import { useRef, useState } from 'react';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { studio } from '../../api/studio.ts';
import { toast } from '../../components/toast.tsx';

interface LabelEdit {
  readonly row: DataRow;
  /** Null is the file's own. */
  readonly before: string | null;
}

/** Labels put right, each at once on disk and with a way back: the toast's button, or Ctrl Z for the latest. */
export function useLabelEdits(id: string, onEdited: () => void) {
  const [version, setVersion] = useState(0);
  const edits = useRef<LabelEdit[]>([]);
  const give = async ({ source, row }: DataRow, label: string | null) => {
    try {
      await studio.invoke('datasets.label', { id, source, row, label });
      setVersion((n) => n + 1);
      onEdited();
    } catch (error) {
      toast((error as Error).message);
    }
  };
  const takeBack = (edit: LabelEdit) => {
    edits.current = edits.current.filter((each) => each !== edit);
    void give(edit.row, edit.before);
  };
  const edit = (row: DataRow, label: string | null) => {
    const done: LabelEdit = { row, before: row.fileLabels === null ? null : row.labels[0]! };
    edits.current.push(done);
    const now = label ?? `the file’s ${row.fileLabels?.[0] ?? 'label'}`;
    void give(row, label).then(() =>
      toast(`Row ${row.row + 1} is ${now} now. The file stays as it is.`, { undo: () => takeBack(done) }),
    );
  };
  const undo = () => {
    const latest = edits.current.at(-1);
    if (latest) takeBack(latest);
  };
  return { version, edit, undo };
}
