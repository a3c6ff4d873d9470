import { useId, useState } from 'react';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';

interface RowPanelProps {
  readonly id: string;
  readonly row: DataRow;
  readonly labels: readonly string[];
  readonly onEdited: () => void;
  readonly onClose: () => void;
}

/** One row: its whole text, its tokens, and its label, which can be put right. */
export function RowPanel({ id, row, labels, onEdited, onClose }: RowPanelProps) {
  const [error, setError] = useState<Error | null>(null);
  const labelId = useId();
  const tokens = useAnswer('inference.tokenize', {
    model: 'all-MiniLM-L6-v2',
    text: row.text,
    ...(row.textPair === null ? {} : { pair: row.textPair }),
  });
  const isEdited = row.tags.some(({ kind }) => kind === 'edited');
  const give = async (label: string | null) => {
    try {
      await studio.invoke('datasets.label', { id, source: row.source, row: row.row, label });
      onEdited();
    } catch (failure) {
      setError(failure as Error);
    }
  };
  return (
    <section className="row-panel" aria-label={`Row ${row.row + 1}`}>
      <header className="row-panel-head">
        <h3>Row {row.row + 1}</h3>
        <span className="grow" />
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <p>{row.text}</p>
      {row.textPair !== null && <p>{row.textPair}</p>}
      {row.labels.length === 1 && labels.length > 0 && (
        <p className="row-label">
          <label htmlFor={labelId}>Label</label>
          <select
            id={labelId}
            className="field"
            value={row.labels[0]}
            onChange={({ target }) => void give(target.value)}
          >
            {labels.map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
          {isEdited && (
            <button type="button" className="button small" onClick={() => void give(null)}>
              Undo edit
            </button>
          )}
        </p>
      )}
      {isEdited && (
        <p className="secondary">Edited by you. The file is untouched; training uses your label.</p>
      )}
      {error && <Failure error={error} />}
      <p className="row-tokens">
        {tokens.value?.map(({ token }, i) => (
          <span key={i} className="token">
            {token}
          </span>
        ))}
      </p>
    </section>
  );
}
