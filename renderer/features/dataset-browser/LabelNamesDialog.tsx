import { useState } from 'react';
import type { DatasetView } from '../../../app/contract/datasets.ts';
import { fileLabelOf } from '../../../app/data/label-names.ts';
import { studio } from '../../api/studio.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Failure } from '../../components/Failure.tsx';
import { tellFailure, toast } from '../../components/toast.tsx';
import { LabelNames, type Names } from './LabelNames.tsx';

interface LabelNamesDialogProps {
  readonly view: DatasetView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Names for the labels of a dataset of one's own, which its file need not know. */
export function LabelNamesDialog({ view, open, onClose }: LabelNamesDialogProps) {
  const before: Names = view.columns.labelNames ?? {};
  const [names, setNames] = useState<Names>(before);
  const [error, setError] = useState<Error | null>(null);
  const summary = view.summaries.find(({ id }) => id === 'label');
  const counts = new Map(
    summary?.values.map(({ value, all }) => [fileLabelOf(value, view.columns.labelNames), all]),
  );
  // Labels that share a name are counted with the first of them.
  const labels = [...new Set([...Object.keys(before), ...counts.keys()])]
    .sort()
    .map((label) => ({ label, count: counts.get(label) ?? null }));
  const give = (given: Names) => studio.invoke('datasets.nameLabels', { id: view.id, labels: given });
  const save = async () => {
    try {
      await give(trimmed(names));
      toast('The labels have their names. The file stays as it is.', {
        undo: () => void give(before).catch(tellFailure),
      });
      onClose();
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <Dialog
      title="Names for the labels"
      open={open}
      onClose={onClose}
      actions={
        <button type="button" className="button primary" onClick={() => void save()}>
          Use these names
        </button>
      }
    >
      <p>
        They are shown wherever labels are, and a model learns them as its <code>id2label</code>. Rows, ids
        and the order of the labels stay. Runs of before keep the names they learnt.
      </p>
      <LabelNames labels={labels} names={names} onChange={setNames} />
      {error && <Failure error={error} />}
    </Dialog>
  );
}

function trimmed(names: Names): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([label, name]) => (name.trim() === '' ? [] : [[label, name.trim()]])),
  );
}
