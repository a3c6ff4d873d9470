import type { DatasetColumns } from './columns.ts';
import { toJson } from './csv.ts';
import { toIob2 } from './formats/iob.ts';
import type { RecordValues, SourceRecord } from './formats/record.ts';
import { nameOfLabel } from './label-names.ts';
import type { RawExample } from './raw-example.ts';

/**
 * The example that a record is, or why it cannot be one.
 *
 * @param row 0-based among the records of the file.
 */
export function toExample(
  { line, values }: SourceRecord,
  row: number,
  columns: DatasetColumns,
): RawExample | string {
  if (!values) return 'another number of fields than the header';
  if (columns.task === 'token-classification') return toTaggedWords(values, row, line, columns);
  return toLabelledText(values, row, line, columns);
}

function toLabelledText(
  values: RecordValues,
  row: number,
  line: number | null,
  columns: DatasetColumns,
): RawExample | string {
  const text = textOf(values[columns.text!]);
  if (text === '') return 'no text';
  const textPair = columns.textPair === null ? null : textOf(values[columns.textPair]);
  if (textPair === '') return 'no second text';
  const extra = extraOf(values, columns);
  if (columns.label === null) return { row, line, text, textPair, label: null, words: null, extra };
  const value = values[columns.label];
  if (columns.problemType === 'multi_label_classification') {
    const given = Array.isArray(value) ? value.map(String) : listedIn(textOf(value), /[;|,]/);
    const labels = [...new Set(given.map((label) => nameOfLabel(label, columns.labelNames)))];
    if (labels.length === 0 && !Array.isArray(value)) return 'no label';
    return { row, line, text, textPair, label: labels, words: null, extra };
  }
  if (Array.isArray(value) && value.length > 1) return 'several labels';
  const label = textOf(Array.isArray(value) ? value[0] : value);
  if (label === '') return 'no label';
  if (columns.problemType === 'regression' && !Number.isFinite(Number(label)))
    return 'a label that is no number';
  return { row, line, text, textPair, label: nameOfLabel(label, columns.labelNames), words: null, extra };
}

function toTaggedWords(
  values: RecordValues,
  row: number,
  line: number | null,
  columns: DatasetColumns,
): RawExample | string {
  const [tokens, tags] = [columns.tokens, columns.tags].map((name) => {
    const value = values[name!];
    return Array.isArray(value) ? value.map(String) : listedIn(textOf(value), /\s+/);
  });
  if (tokens!.length === 0 || tags!.length === 0) return 'no words or no tags';
  if (tokens!.length !== tags!.length) return 'not one tag for every word';
  const words = { tokens: tokens!, tags: toIob2(tags!.map((tag) => nameOfLabel(tag, columns.labelNames))) };
  const extra = extraOf(values, columns);
  return { row, line, text: words.tokens.join(' '), textPair: null, label: null, words, extra };
}

/** Several in one text, as `EU rejects` or `funny; sad`. */
function listedIn(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** What training does not use, as text; missing values are not there. */
function extraOf(values: RecordValues, { text, textPair, label, tokens, tags }: DatasetColumns) {
  const extra: Record<string, string> = {};
  for (const name in values) {
    if (name === text || name === textPair || name === label || name === tokens || name === tags) continue;
    const value = values[name];
    const shown = value !== null && typeof value === 'object' ? toJson(value) : textOf(value);
    if (shown !== '') extra[name] = shown;
  }
  return extra;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return value === null || value === undefined ? '' : String(value).trim();
}
