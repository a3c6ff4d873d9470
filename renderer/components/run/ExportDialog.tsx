import { useEffect, useState } from 'react';
import type { Exported, ExportFormat } from '../../../app/contract/exports.ts';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { onStudio, studio } from '../../api/studio.ts';
import { Choice } from '../Choice.tsx';
import { Dialog } from '../Dialog.tsx';
import { Failure } from '../Failure.tsx';
import { Select } from '../Select.tsx';

interface ExportDialogProps {
  readonly run: RunSummary;
  readonly open: boolean;
  readonly onClose: () => void;
}

const WORDS: Readonly<Record<ExportFormat, string>> = {
  huggingface: 'A folder that transformers opens with from_pretrained: weights, tokenizer, model card.',
  onnx: 'One file of standard operators, for ONNX Runtime in any language.',
  python: 'The script that does this run again with transformers and its Trainer.',
};
const PRECISIONS = ['float32', 'float16', 'int8'] as const;
type Precision = (typeof PRECISIONS)[number];
const MEGABYTE = 1e6;

/** Takes a run's model away. The file is written beside the studio's own, then saved wherever a person wants it. */
export function ExportDialog({ run, open, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('huggingface');
  const [precision, setPrecision] = useState<Precision>('float32');
  const [checkpoint, setCheckpoint] = useState('');
  const [bytes, setBytes] = useState<number | null>(null);
  const [done, setDone] = useState<Exported | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { id, best_model_checkpoint: best } = run.record;
  useEffect(
    () => onStudio('export.progress', (progress) => progress.id === id && setBytes(progress.bytes)),
    [id],
  );
  const isBusy = bytes !== null;
  const begin = async () => {
    setBytes(0);
    setDone(null);
    setError(null);
    try {
      setDone(
        await studio.invoke('runs.export', {
          id,
          format,
          precision: format === 'huggingface' && precision === 'int8' ? 'float32' : precision,
          ...(checkpoint ? { checkpoint } : {}),
        }),
      );
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setBytes(null);
    }
  };
  const change = (next: () => void) => {
    next();
    setDone(null);
  };
  return (
    <Dialog
      title="Export"
      open={open}
      onClose={onClose}
      actions={
        done ? (
          <a className="button primary" href={`./download/${done.handle}`} download={done.name}>
            Save {done.name.length > 40 ? 'it' : done.name}
          </a>
        ) : (
          <button type="button" className="button primary" disabled={isBusy} onClick={() => void begin()}>
            {isBusy ? 'Writing' : 'Write it'}
          </button>
        )
      }
    >
      <div className="export">
        <Choice
          label="As"
          value={format}
          options={[
            ['huggingface', 'Hugging Face'],
            ['onnx', 'ONNX'],
            ['python', 'Python script'],
          ]}
          onChange={(value) => change(() => setFormat(value))}
        />
        <p className="secondary">{WORDS[format]}</p>
        {format !== 'python' && (
          <>
            <Choice
              label="Weights"
              value={format === 'huggingface' && precision === 'int8' ? 'float32' : precision}
              options={PRECISIONS.filter((name) => format === 'onnx' || name !== 'int8').map((name) => [
                name,
                name,
              ])}
              onChange={(value) => change(() => setPrecision(value))}
            />
            <Select
              label="Checkpoint"
              value={checkpoint}
              options={[
                { value: '', label: best ? `The best, ${best}` : 'The last' },
                ...run.checkpoints.map((name) => ({ value: name, label: name })),
              ]}
              onChange={(value) => change(() => setCheckpoint(value))}
            />
          </>
        )}
        {isBusy && (
          <p>
            <span role="status">{bytes === 0 ? 'Reading the weights' : 'Writing: '}</span>
            {bytes > 0 && `${(bytes / MEGABYTE).toFixed(1)} MB on the disk so far`}
          </p>
        )}
        {done && (
          <p role="status">
            {(done.bytes / MEGABYTE).toFixed(done.bytes < MEGABYTE ? 3 : 1)} MB written to{' '}
            <span className="mono path">{done.path}</span>. It stays there; save a copy wherever you want it.
          </p>
        )}
        {error && <Failure error={error} />}
      </div>
    </Dialog>
  );
}
