import { useEffect, useRef } from 'react';
import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Failure } from '../../../components/Failure.tsx';
import { isLeftOut, type RowChange } from '../use-row-edits.ts';
import { LabelEditor } from './LabelEditor.tsx';
import { LongValues } from './LongValues.tsx';
import { RowFacts } from './RowFacts.tsx';
import { RowTags } from './RowTags.tsx';
import { TagEditor } from './TagEditor.tsx';
import { TokenLine } from './TokenLine.tsx';
import './row.css';

interface OpenedRowProps {
  readonly view: DatasetView;
  readonly row: DataRow;
  readonly labels: readonly string[];
  readonly maxLength: number;
  readonly top: number;
  /** Of the table. */
  readonly columns: number;
  readonly onHeight: (height: number) => void;
  readonly onEdit: (row: DataRow, change: RowChange) => void;
  readonly onJump: (place: Pick<DataRow, 'source' | 'row'>) => void;
}

/** What a row unfolds: its texts in full, the tokens a model reads of them, what is remarkable, its label to put right, and whether it counts. */
export function OpenedRow(props: OpenedRowProps) {
  const { view, row, labels, maxLength, top, columns, onHeight, onEdit, onJump } = props;
  const box = useRef<HTMLDivElement>(null);
  const { source, row: index } = row;
  const tokens = useAnswer('datasets.tokens', { id: view.id, source, row: index, max_seq_length: maxLength });
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => onHeight(entry!.target.getBoundingClientRect().height));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [onHeight]);
  const { text, textPair, tokens: words } = view.columns;
  const names = [text ?? words ?? 'text', textPair];
  const texts = row.words ? [] : [row.text, row.textPair];
  const question = new URLSearchParams({ text: row.text, ...(row.textPair && { pair: row.textPair }) });
  return (
    <div ref={box} role="row" className="opened-row" style={{ transform: `translateY(${top}px)` }}>
      <div role="gridcell" aria-colspan={columns} tabIndex={-1}>
        {tokens.error && <Failure error={tokens.error} onRetry={tokens.again} />}
        {tokens.value?.sequences.map((sequence, i) => (
          <TokenLine key={i} name={names[i]!} text={texts[i] ?? null} tokens={sequence} types={labels} />
        ))}
        {row.words && <TagEditor view={view} row={row} labels={labels} onEdit={onEdit} />}
        <LongValues row={row} labelName={view.columns.label} />
        <div className="opened-foot">
          {tokens.value && <RowFacts row={row} tokens={tokens.value} maxLength={maxLength} />}
          <RowTags row={row} maxLength={maxLength} onJump={onJump} />
          <span className="opened-acts">
            <LabelEditor view={view} row={row} labels={labels} onEdit={onEdit} />
            <button
              type="button"
              className="button small"
              onClick={() => onEdit(row, { leftOut: !isLeftOut(row) })}
            >
              {isLeftOut(row) ? 'Take in again' : 'Leave out'}
            </button>
            <a className="button small" href={`#try?${question}`}>
              {row.textPair === null ? 'Try this text' : 'Try this pair'}
            </a>
          </span>
        </div>
      </div>
    </div>
  );
}
