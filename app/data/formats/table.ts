import { StudioError } from '../../errors.ts';
import type { FieldsRecord } from './delimited.ts';
import type { RecordBatches, SourceRecord } from './record.ts';
import { faulty, readable } from './record.ts';

/**
 * Records of a CSV or TSV file, named by its first one. A record with another number of fields than the header
 * is kept as faulty, to be counted.
 *
 * @throws StudioError `bad_header` when the header repeats a name
 */
export async function* tableRecords(
  batches: AsyncIterable<readonly FieldsRecord[]>,
  file: string,
): RecordBatches {
  let names: readonly string[] | null = null;
  for await (const batch of batches) {
    const records: SourceRecord[] = [];
    for (const { line, fields } of batch) {
      if (names === null) names = columnNames(fields, file);
      else if (fields.length !== names.length) records.push(faulty(line, 'wrong_field_count'));
      else {
        const values: Record<string, string> = {};
        for (let i = 0; i < fields.length; i++) values[names[i]!] = fields[i]!;
        records.push(readable(line, values));
      }
    }
    if (records.length > 0) yield records;
  }
}

/** The nameless first column that spreadsheets and pandas write is called after its place. */
function columnNames(fields: readonly string[], file: string): string[] {
  const names = fields.map((name, i) => name.trim() || `column_${i + 1}`);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return names;
  throw new StudioError(
    'bad_header',
    `The first line of ${file} names two columns ${JSON.stringify(repeated)}. It must give every column a name of its own; if the file has no such line, add one.`,
    { details: { file, line: 1, column: repeated } },
  );
}
