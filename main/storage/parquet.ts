import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { RecordBatches } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';

/** Rows of a Parquet file, one row group at a time. 64-bit integers become numbers. */
export async function* readParquet(path: string): RecordBatches {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((cause: Error) => {
    const message = `${path} is not a Parquet file, or is damaged: ${cause.message}`;
    throw new StudioError('invalid_parquet', message, { details: { file: path }, cause });
  });
  let start = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    let rows: Record<string, unknown>[] = [];
    await parquetRead({
      file,
      metadata,
      compressors,
      rowFormat: 'object',
      rowStart: start,
      rowEnd: end,
      onComplete: (read) => {
        rows = read as Record<string, unknown>[];
      },
    });
    yield rows.map((row) => ({ line: null, values: Object.fromEntries(Object.entries(row).map(plain)) }));
    start = end;
  }
}

function plain([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === 'bigint' ? Number(value) : value];
}
