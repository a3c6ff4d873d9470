import type { DatasetColumns } from '../columns.ts';
import type { DataRow } from './data-row.ts';
import { entitiesOf } from './entities.ts';

/** Names only few values have are shown one by one. */
const MOST_CATEGORIES = 50;
/** As many different whole numbers are rather names than amounts. */
const MOST_NUMERIC_CATEGORIES = 20;

/** A column as the browser has it: `row`, `label`, `text`, `text_pair`, `tokens`, or `extra:` and its name in the file. */
export interface BrowsedColumn {
  /** What filters and orders name it by. */
  readonly id: string;
  /** Its name in the file; `length` for that of the whole row, `entities` for what tags say. */
  readonly name: string;
  readonly kind: 'category' | 'number' | 'text';
  /** What its numbers count. */
  readonly unit: 'tokens' | 'characters' | 'value';
}

/** The columns that have a head, in the order shown. */
export function browsedColumns(columns: DatasetColumns, rows: readonly DataRow[]): BrowsedColumn[] {
  const { task, problemType, text, textPair, label, tokens, tags } = columns;
  const labelKind = problemType === 'regression' ? 'number' : 'category';
  const labelName = label ?? (tags === null ? null : 'entities');
  return [
    ...(labelName === null || task === 'fill-mask'
      ? []
      : [{ id: 'label', name: labelName, kind: labelKind, unit: 'value' } as const]),
    { id: 'text', name: text ?? tokens ?? 'text', kind: 'text', unit: 'tokens' },
    ...(textPair === null
      ? []
      : [{ id: 'text_pair', name: textPair, kind: 'text', unit: 'tokens' } as const]),
    { id: 'tokens', name: 'length', kind: 'number', unit: 'tokens' },
    ...extraNames(rows).map((name) => extraColumn(name, rows)),
  ];
}

/** In the order of the row that lacks the fewest. */
function extraNames(rows: readonly DataRow[]): string[] {
  const widthOf = ({ extra }: DataRow) => Object.keys(extra).length;
  const fullest = rows.reduce((a, b) => (widthOf(b) > widthOf(a) ? b : a), rows[0]!);
  const names = new Set(Object.keys(fullest.extra));
  for (const { extra } of rows) for (const name of Object.keys(extra)) names.add(name);
  return [...names];
}

function extraColumn(name: string, rows: readonly DataRow[]): BrowsedColumn {
  const distinct = new Set<string>();
  let numeric = true;
  let whole = true;
  let present = 0;
  for (const { extra } of rows) {
    const value = extra[name];
    if (value === undefined) continue;
    present++;
    if (distinct.size <= MOST_CATEGORIES) distinct.add(value);
    numeric &&= Number.isFinite(Number(value));
    whole &&= Number.isInteger(Number(value));
  }
  const id = `extra:${name}`;
  const repeats = distinct.size < present || present <= 1;
  if (numeric && !(whole && repeats && distinct.size <= MOST_NUMERIC_CATEGORIES))
    return { id, name, kind: 'number', unit: 'value' };
  const few = distinct.size <= MOST_CATEGORIES && (distinct.size < present || present <= 1);
  return few ? { id, name, kind: 'category', unit: 'value' } : { id, name, kind: 'text', unit: 'characters' };
}

/** The names a row has in a column: several labels, the types of its entities, one value, or none. */
export function namesOf(row: DataRow, { id }: Pick<BrowsedColumn, 'id'>): readonly string[] {
  if (id === 'label') {
    return row.words ? entitiesOf(row.words.tags).map(({ type }) => type) : row.labels;
  }
  const value = row.extra[id.slice('extra:'.length)];
  return value === undefined ? [] : [value];
}

/** The number a row has in a column (of tokens or characters where it holds text), or null. */
export function numberOf(row: DataRow, { id, unit }: Pick<BrowsedColumn, 'id' | 'unit'>): number | null {
  if (id === 'row') return row.row;
  if (id === 'text') return row.textTokens;
  if (id === 'text_pair') return row.pairTokens;
  if (id === 'tokens') return row.tokens;
  const [value] = namesOf(row, { id });
  if (value === undefined) return null;
  return unit === 'characters' ? value.length : Number(value);
}
