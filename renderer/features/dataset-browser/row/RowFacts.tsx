import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import type { TokenView } from '../../../../app/data/browsing/token-view.ts';
import { count } from '../../../components/figures.ts';

interface RowFactsProps {
  readonly row: DataRow;
  readonly tokens: TokenView;
  readonly maxLength: number;
}

/** Counts of a row's tokens, and where it stands in the file. */
export function RowFacts({ row, tokens, maxLength }: RowFactsProps) {
  const { total, shared, unknown, cut } = tokens;
  return (
    <span className="row-facts">
      <span>
        <b>{count(total)}</b> tokens of {maxLength}
      </span>
      {cut > 0 && (
        <span className="bad">
          <b>{count(cut)}</b> cut off
        </span>
      )}
      {row.textPair !== null && (
        <span>
          <b>{count(shared)}</b> shared, tinted
        </span>
      )}
      <span>
        <b>{count(unknown)}</b> unknown
      </span>
      {row.line !== null && <span>line {count(row.line)}</span>}
    </span>
  );
}
