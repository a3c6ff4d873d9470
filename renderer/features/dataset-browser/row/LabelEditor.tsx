import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { Choice } from '../../../components/Choice.tsx';
import { Select } from '../../../components/Select.tsx';

/** More labels than this go into a list. */
const MOST_IN_SIGHT = 4;
const LONGEST_IN_SIGHT = 40;

interface LabelEditorProps {
  readonly view: DatasetView;
  readonly row: DataRow;
  readonly labels: readonly string[];
  readonly onLabel: (row: DataRow, label: string | null) => void;
}

/** Another label for a row that has one of a few. The file stays as it is. */
export function LabelEditor({ view, row, labels, onLabel }: LabelEditorProps) {
  const { task, problemType } = view.columns;
  const isEditable =
    task === 'text-classification' &&
    problemType === 'single_label_classification' &&
    row.labels.length === 1;
  if (!isEditable) return null;
  const inSight = labels.length <= MOST_IN_SIGHT && labels.join('').length <= LONGEST_IN_SIGHT;
  const change = (label: string) => onLabel(row, label === row.fileLabels?.[0] ? null : label);
  const value = row.labels[0]!;
  return (
    <>
      {row.fileLabels !== null && (
        <button type="button" className="button small quiet" onClick={() => onLabel(row, null)}>
          Back to the file’s {row.fileLabels.join(', ')}
        </button>
      )}
      {inSight ? (
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
      )}
    </>
  );
}
