import { useRef, useState } from 'react';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { studio } from '../../api/studio.ts';
import { tellFailure, toast } from '../../components/toast.tsx';

/** What a person says of a row. */
export type RowChange =
  /** One label, all labels of a row that has any number, or a tag for each word; null is the file's own. */
  { readonly label: string | readonly string[] | null } | { readonly leftOut: boolean };

interface RowEdit {
  readonly row: DataRow;
  readonly before: RowChange;
}

/** Rows put right or left out, each at once on disk and with a way back: the toast's button, or Ctrl Z for the latest. */
export function useRowEdits(id: string, onEdited: () => void) {
  const [version, setVersion] = useState(0);
  const [given, setGiven] = useState<ReadonlyMap<string, DataRow>>(new Map());
  const edits = useRef<RowEdit[]>([]);
  const give = async (row: DataRow, change: RowChange) => {
    const key = keyOf(row);
    setGiven((before) => new Map(before).set(key, changed(before.get(key) ?? row, change)));
    const place = { id, source: row.source, row: row.row };
    try {
      if ('leftOut' in change) await studio.invoke('datasets.leaveOut', { ...place, ...change });
      else await studio.invoke('datasets.label', { ...place, label: mutable(change.label) });
      setVersion((n) => n + 1);
      onEdited();
      return true;
    } catch (error) {
      setGiven((before) => new Map([...before].filter(([other]) => other !== key)));
      tellFailure(error);
      return false;
    }
  };
  const takeBack = (edit: RowEdit) => {
    edits.current = edits.current.filter((each) => each !== edit);
    void give(edit.row, edit.before);
  };
  const edit = async (row: DataRow, change: RowChange) => {
    const done: RowEdit = { row, before: reverse(row, change) };
    if (!(await give(row, change))) return;
    edits.current.push(done);
    toast(`Row ${row.row + 1} ${wordsOf(row, change)} The file stays as it is.`, {
      undo: () => takeBack(done),
    });
  };
  const undo = () => {
    const latest = edits.current.at(-1);
    if (latest) takeBack(latest);
  };
  /** The row with what was said of it, before it is read again. */
  const withGiven = (row: DataRow): DataRow => {
    const known = given.get(keyOf(row));
    if (!known) return row;
    const { labels, fileLabels, words, tags } = known;
    return { ...row, labels, fileLabels, words, tags: withTags(row.tags, tags) };
  };
  return { version, edit, undo, withGiven };
}

/** Labels of a row, or tags of its words. */
export function namesOf({ words, labels }: DataRow): readonly string[] {
  return words?.tags ?? labels;
}

export function isLeftOut({ tags }: DataRow): boolean {
  return tags.some(({ kind }) => kind === 'left-out');
}

function changed(row: DataRow, change: RowChange): DataRow {
  if ('leftOut' in change) {
    const others = row.tags.filter(({ kind }) => kind !== 'left-out');
    return { ...row, tags: change.leftOut ? [...others, { kind: 'left-out' }] : others };
  }
  const file = row.fileLabels ?? namesOf(row);
  const labels = change.label === null ? file : [change.label].flat();
  const others = row.tags.filter(({ kind }) => kind !== 'edited');
  const isFiles = labels.join('\n') === file.join('\n');
  return {
    ...row,
    ...(row.words ? { words: { ...row.words, tags: labels } } : { labels }),
    fileLabels: isFiles ? null : file,
    tags: isFiles ? others : [...others, { kind: 'edited' }],
  };
}

/** What a person says of a row is told at once; what follows from it for others, such as repeats, when it is read again. */
function withTags(read: DataRow['tags'], said: DataRow['tags']): DataRow['tags'] {
  const isSaid = ({ kind }: DataRow['tags'][number]) => kind === 'edited' || kind === 'left-out';
  return [...read.filter((tag) => !isSaid(tag)), ...said.filter(isSaid)];
}

function reverse(row: DataRow, change: RowChange): RowChange {
  if ('leftOut' in change) return { leftOut: isLeftOut(row) };
  if (row.fileLabels === null) return { label: null };
  return { label: Array.isArray(change.label) || row.words ? namesOf(row) : (row.labels[0] ?? null) };
}

function wordsOf(row: DataRow, change: RowChange): string {
  if ('leftOut' in change)
    return change.leftOut
      ? 'is neither learnt from nor judged on now.'
      : 'is learnt from or judged on again.';
  if (row.words) return change.label === null ? 'has the file’s tags now.' : 'has other tags now.';
  if (change.label === null) return `is the file’s ${row.fileLabels?.join(', ') || 'label'} now.`;
  return `is ${[change.label].flat().join(', ') || 'without a label'} now.`;
}

function mutable(label: string | readonly string[] | null): string | string[] | null {
  return typeof label === 'string' || label === null ? label : [...label];
}

function keyOf({ source, row }: DataRow): string {
  return `${source} ${row}`;
}
