import { StudioError } from '../../errors.ts';
import { excerpt, type FieldsRecord } from './delimited.ts';
import type { SourceRecord } from './record.ts';

/**
 * Gives fields the names in the first record. A first name left empty is `Unnamed: 0`, the index column
 * that pandas writes.
 *
 * @throws StudioError `duplicate_columns` or `no_header`
 */
export async function* nameColumns(
  batches: AsyncIterable<readonly FieldsRecord[]>,
  file: string,
): AsyncGenerator<readonly SourceRecord[]> {
  let names: readonly string[] | null = null;
  for await (const batch of batches) {
    let records = batch;
    if (names === null) {
      names = columnNames(batch[0]!.fields, file);
      records = batch.slice(1);
      checkNamesAreNoValues(names, records, file);
    }
    const header = names;
    if (records.length > 0) yield records.map((record) => named(record, header));
  }
}

function named({ line, fields }: FieldsRecord, names: readonly string[]): SourceRecord {
  if (fields.length !== names.length) return { line, values: null };
  const values: Record<string, string> = {};
  for (let i = 0; i < names.length; i++) values[names[i]!] = fields[i]!;
  return { line, values };
}

/** Column names of a header, checked to be one. */
function columnNames(header: readonly string[], file: string): string[] {
  const names = header.map((name) => name.trim());
  if (names[0] === '' && names.length > 1) names[0] = 'Unnamed: 0';
  const unlike = names.find(isUnlikeAName);
  if (unlike !== undefined) throw noHeader(names, unlike, file);
  const seen = new Set<string>();
  const repeated = names.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined) {
    throw new StudioError(
      'duplicate_columns',
      `${file} has two columns named ${JSON.stringify(repeated)} (columns: ${names.join(', ')}). Rename one in the first line.`,
      { details: { file, line: 1, columns: names } },
    );
  }
  return names;
}

/** A class such as "positive" in the first line of a file without a header comes back in the same column. */
function checkNamesAreNoValues(
  names: readonly string[],
  records: readonly FieldsRecord[],
  file: string,
): void {
  const repeated = names.find((name, i) => {
    const same = records.filter(({ fields }) => fields[i] === name).length;
    return same > 0 && same >= 0.05 * records.length;
  });
  if (repeated !== undefined) throw noHeader(names, repeated, file);
}

function noHeader(names: readonly string[], unlike: string, file: string): StudioError {
  return new StudioError(
    'no_header',
    `The first line of ${file} does not look like column names (${excerpt(unlike)}). Add a first line that names the columns, such as ${exampleHeader(names.length)}.`,
    { details: { file, line: 1, header: names } },
  );
}

/** Whether every field could name a column. */
export function looksLikeHeader(fields: readonly string[]): boolean {
  return !fields.some((field) => isUnlikeAName(field.trim()));
}

/** Numbers, nothing at all and whole sentences are data, not names. */
function isUnlikeAName(name: string): boolean {
  return name === '' || Number.isFinite(Number(name)) || name.length > 60 || name.split(/\s+/).length > 5;
}

function exampleHeader(width: number): string {
  return width === 1 ? '"text"' : width === 2 ? '"text" and "label"' : '"sentence1", "sentence2" and "label"';
}
