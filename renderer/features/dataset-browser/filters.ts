import type { ColumnSummary } from '../../../app/data/browsing/column-summary.ts';
import type { ColumnFilter } from '../../../app/data/browsing/row-query.ts';
import { count } from '../../components/figures.ts';

/** The filters with another one on this column, or none. */
export function withFilter(
  filters: readonly ColumnFilter[],
  column: string,
  filter: ColumnFilter | null,
): readonly ColumnFilter[] {
  const others = filters.filter((each) => each.column !== column);
  return filter === null ? others : [...others, filter];
}

/** The name added to those a column must have, or taken away from them. */
export function toggledValue(
  filters: readonly ColumnFilter[],
  column: string,
  value: string,
): readonly ColumnFilter[] {
  const before = filters.find((filter) => filter.column === column);
  const values = before && 'values' in before ? before.values : [];
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return withFilter(filters, column, next.length === 0 ? null : { column, values: next });
}

/** `topic: Loans or Cards`. */
export function filterWords(filter: ColumnFilter, summaries: readonly ColumnSummary[]): string {
  const summary = summaries.find(({ id }) => id === filter.column);
  const name = summary?.name ?? filter.column;
  if ('values' in filter) return `${name}: ${filter.values.join(' or ')}`;
  if ('missing' in filter) return `${name}: empty`;
  return `${name}: ${rangeWords(filter, summary?.unit ?? 'value')}`;
}

type Unit = ColumnSummary['unit'];

/** `3 to 12 tokens`, `2024-05-01 to 2024-05-20`. */
export function rangeWords({ from, to }: { readonly from: number; readonly to: number }, unit: Unit): string {
  const range = from === to ? amount(from, unit) : `${amount(from, unit)} to ${amount(to, unit)}`;
  return `${range}${unitWords(unit)}`;
}

/** An amount without its unit; a day as its date. */
export function amount(value: number, unit: Unit): string {
  return unit === 'day' ? new Date(value * DAY_MILLISECONDS).toISOString().slice(0, 10) : number(value);
}

const DAY_MILLISECONDS = 86_400_000;

/** What stands behind amounts of it. */
export function unitWords(unit: Unit): string {
  return unit === 'value' || unit === 'day' ? '' : ` ${unit}`;
}

/** Whole numbers with commas, others with three figures. */
function number(value: number): string {
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(3)));
}

/** `12 rows`. */
export function rows(many: number): string {
  return many === 1 ? '1 row' : `${count(many)} rows`;
}
