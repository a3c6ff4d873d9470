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
  const unit = summary && summary.unit !== 'value' ? ` ${summary.unit}` : '';
  const range =
    filter.from === filter.to ? number(filter.from) : `${number(filter.from)} to ${number(filter.to)}`;
  return `${name}: ${range}${unit}`;
}

/** Whole numbers with commas, others with three figures. */
export function number(value: number): string {
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(3)));
}

/** `12 rows`. */
export function rows(many: number): string {
  return many === 1 ? '1 row' : `${count(many)} rows`;
}
