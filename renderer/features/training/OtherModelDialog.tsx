import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Select } from '../../components/Select.tsx';
import { useRuns } from '../../stores/runs.ts';

interface OtherModelDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChoose: (id: string) => void;
}

/** Imported models, and every checkpoint of every run. */
export function OtherModelDialog({ open, onClose, onChoose }: OtherModelDialogProps) {
  const models = useAnswer('models.list', open ? {} : null);
  const runs = useRuns(({ summaries }) => summaries);
  const [value, setValue] = useState<string | null>(null);
  const options = [
    ...(models.value ?? [])
      .filter(({ origin }) => origin === 'imported')
      .map(({ id, title, layers, hidden }) => ({
        value: id,
        label: title,
        detail: `${layers} layers, ${hidden} wide`,
        group: 'Imported',
      })),
    ...(runs ?? []).flatMap(({ record, checkpoints }) =>
      checkpoints.map((checkpoint) => ({
        value: `run:${record.id}/${checkpoint}`,
        label: `${record.name}, ${checkpoint}`,
        ...(checkpoint === record.best_model_checkpoint ? { detail: 'the best of the run' } : {}),
        group: 'Checkpoints of runs',
      })),
    ),
  ];
  return (
    <Dialog
      title="Another model to start from"
      open={open}
      onClose={onClose}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={value === null}
          onClick={() => value !== null && onChoose(value)}
        >
          Start from it
        </button>
      }
    >
      {models.error && <Failure error={models.error} onRetry={models.again} />}
      {options.length === 0 ? (
        <p>
          There is none yet. Every run keeps checkpoints that another can start from; Hugging Face folders and
          what the Hub has are imported in <a href="#settings">Settings</a>.
        </p>
      ) : (
        <>
          <Select label="Model or checkpoint" value={value} options={options} onChange={setValue} />
          <p className="hint">
            A checkpoint brings its head along where the labels are the same; otherwise a new head is put on
            its encoder.
          </p>
        </>
      )}
    </Dialog>
  );
}
