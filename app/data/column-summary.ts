import type { RecordValues } from './formats/record.ts';
import { isNumeric } from './label-value.ts';

export interface ColumnSummary {
  readonly name: string;
  /** `strings` and `integers` are lists. */
  readonly kind: 'text' | 'number' | 'strings' | 'integers' | 'other' | 'empty';
  /** Mean length of the values in characters. */
  readonly meanLength: number;
  /** Few enough different values to be classes. */
  readonly isCategory: boolean;
  /** Only 0 and 1. */
  readonly isFlag: boolean;
}

const MAX_CATEGORIES = 100;

/** What is in each column of a sample; columns that only some records have count too. */
export function summarizeColumns(sample: readonly RecordValues[]): ColumnSummary[] {
  const names = new Set(sample.flatMap((values) => Object.keys(values)));
  return [...names].map((name) =>
    summarize(
      name,
      sample.map((values) => values[name]),
    ),
  );
}

function summarize(name: string, all: readonly unknown[]): ColumnSummary {
  const values = all.filter((value) => value !== null && value !== undefined && value !== '');
  const different = new Set(values.map(String));
  const length = values.reduce<number>((sum, value) => sum + String(value).length, 0);
  return {
    name,
    kind: kindOf(values),
    meanLength: values.length > 0 ? length / values.length : 0,
    isCategory: different.size <= Math.min(MAX_CATEGORIES, Math.max(2, values.length / 2)),
    isFlag: different.size > 0 && [...different].every((value) => value === '0' || value === '1'),
  };
}

function kindOf(values: readonly unknown[]): ColumnSummary['kind'] {
  if (values.length === 0) return 'empty';
  if (values.every(isNumeric)) return 'number';
  if (values.every((value) => typeof value === 'string')) return 'text';
  if (!values.every((value) => Array.isArray(value)))
    return values.some((v) => typeof v === 'object') ? 'other' : 'text';
  const items = values.flat();
  if (items.every((item) => typeof item === 'string')) return 'strings';
  return items.every(isNumeric) ? 'integers' : 'other';
}
