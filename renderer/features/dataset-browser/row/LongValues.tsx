import type { DataRow } from '../../../../app/data/browsing/data-row.ts';

/** Longer than what a cell of the table has room for. */
const LONG = 14;

/** What the table's cells cut off, in full: long labels and values of the file's further columns. */
export function LongValues({ row, labelName }: { readonly row: DataRow; readonly labelName: string | null }) {
  const label = row.labels.join(', ');
  const values = [...(labelName === null ? [] : [[labelName, label] as const]), ...Object.entries(row.extra)];
  return values
    .filter(([, value]) => value.length > LONG)
    .map(([name, value]) => (
      <div key={name} className="token-line">
        <span className="cut" title={name}>
          {name}
        </span>
        <p dir="auto">{value}</p>
      </div>
    ));
}
