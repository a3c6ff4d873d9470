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
  const [given, setGiven] = useState<ReadonlyMap<string, string>>(new Map());
  const edits = useRef<LabelEdit[]>([]);
  const give = async (edited: DataRow, label: string | null) => {
    const { source, row } = edited;
    setGiven((before) => new Map(before).set(keyOf(edited), label ?? fileLabelOf(edited)));
    try {
      await studio.invoke('datasets.label', { id, source, row, label });
      setVersion((n) => n + 1);
      onEdited();
      return true;
    } catch (error) {
      setGiven((before) => new Map([...before].filter(([key]) => key !== keyOf(edited))));
      toast((error as Error).message);
      return false;
    }
  };
  const takeBack = (edit: LabelEdit) => {
    edits.current = edits.current.filter((each) => each !== edit);
    void give(edit.row, edit.before);
  };
  const edit = async (row: DataRow, label: string | null) => {
    const done: LabelEdit = { row, before: row.fileLabels === null ? null : row.labels[0]! };
    const now = label ?? `the file’s ${row.fileLabels?.[0] ?? 'label'}`;
    if (!(await give(row, label))) return;
    edits.current.push(done);
    toast(`Row ${row.row + 1} is ${now} now. The file stays as it is.`, { undo: () => takeBack(done) });
  };
  const undo = () => {
    const latest = edits.current.at(-1);
    if (latest) takeBack(latest);
  };
  /** The row with the label it was given, before it is read again. */
  const withGiven = (row: DataRow): DataRow => {
    const label = given.get(keyOf(row));
    if (label === undefined || label === row.labels[0]) return row;
    const own = fileLabelOf(row);
    return { ...row, labels: [label], fileLabels: label === own ? null : [own] };
  };
  return { version, edit, undo, withGiven };
}

function keyOf({ source, row }: DataRow): string {
  return `${source} ${row}`;
}

function fileLabelOf({ fileLabels, labels }: DataRow): string {
  return (fileLabels ?? labels)[0]!;
}
