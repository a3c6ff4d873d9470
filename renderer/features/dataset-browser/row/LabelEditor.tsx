import { type FormEvent, useId, useState } from 'react';
import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { Choice } from '../../../components/Choice.tsx';
import { Select } from '../../../components/Select.tsx';
import { namesOf, type RowChange } from '../use-row-edits.ts';

/** More labels than this go into a list. */
const MOST_IN_SIGHT = 4;
const LONGEST_IN_SIGHT = 40;
/** What the file says is named up to here. */
const LONGEST_NAMED = 40;

export interface RowEditorProps {
  readonly view: DatasetView;
  readonly row: DataRow;
  /** Of the file, the commonest first; types of entities where words have tags. */
  readonly labels: readonly string[];
  readonly onEdit: (row: DataRow, change: RowChange) => void;
}

/** Another label for a row, or others. The file stays as it is. */
export function LabelEditor(props: RowEditorProps) {
  const { view, row, onEdit } = props;
  const { task, problemType } = view.columns;
  if (task === 'fill-mask') return null;
  const isSeveral = problemType === 'multi_label_classification';
  if (row.words === null && !isSeveral && row.labels.length !== 1) return null;
  const files = row.fileLabels?.join(', ') ?? '';
  return (
    <>
      {row.fileLabels !== null && (
        <button type="button" className="button small quiet" onClick={() => onEdit(row, { label: null })}>
          Back to the file’s{' '}
          {files === '' ? 'none' : files.length > LONGEST_NAMED || row.words ? 'own' : files}
        </button>
      )}
      {row.words !== null ? null : isSeveral ? (
        <SeveralLabels {...props} />
      ) : problemType === 'regression' ? (
        <NumberLabel key={row.labels[0]} {...props} />
      ) : (
        <OneLabel {...props} />
      )}
    </>
  );
}

/** The file's own is no edit. */
function changeTo(row: DataRow, label: string): RowChange {
  return { label: label === (row.fileLabels ?? row.labels)[0] ? null : label };
}

function OneLabel({ row, labels, onEdit }: RowEditorProps) {
  const inSight = labels.length <= MOST_IN_SIGHT && labels.join('').length <= LONGEST_IN_SIGHT;
  const value = row.labels[0]!;
  const change = (label: string) => onEdit(row, changeTo(row, label));
  return inSight ? (
    <Choice
      label="Label of this row"
      hideLabel
      value={value}
      options={labels.map((label) => [label, label] as const)}
      onChange={change}
    />
  ) : (
    <Select
      label="Label of this row"
      hideLabel
      small
      className="label-select"
      value={value}
      options={labels.map((label) => ({ value: label, label }))}
      onChange={change}
    />
  );
}

/** Any number of them: a box for each label. */
function SeveralLabels({ row, labels, onEdit }: RowEditorProps) {
  const has = new Set(row.labels);
  const all = [...labels, ...row.labels.filter((label) => !labels.includes(label))];
  const toggle = (label: string) => {
    const next = all.filter((each) => (each === label ? !has.has(each) : has.has(each)));
    const file = row.fileLabels ?? namesOf(row);
    const isFiles = next.length === file.length && file.every((each) => next.includes(each));
    onEdit(row, { label: isFiles ? null : next });
  };
  return (
    <fieldset className="several-labels">
      <legend className="only-read">Labels of this row</legend>
      {all.map((label) => (
        <label key={label}>
          <input type="checkbox" checked={has.has(label)} onChange={() => toggle(label)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** A number, taken over by Enter or by leaving the field. */
function NumberLabel({ row, onEdit }: RowEditorProps) {
  const id = useId();
  const value = row.labels[0]!;
  const [typed, setTyped] = useState(value);
  const number = typed.trim().replace(',', '.');
  const isNumber = number !== '' && Number.isFinite(Number(number));
  const commit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isNumber && number !== value) onEdit(row, changeTo(row, number));
  };
  return (
    <form className="number-label" onSubmit={commit}>
      <label htmlFor={id}>Number of this row</label>
      <input
        id={id}
        className="field small"
        inputMode="decimal"
        value={typed}
        aria-invalid={!isNumber}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => (isNumber ? commit() : setTyped(value))}
      />
    </form>
  );
}
