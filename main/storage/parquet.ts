import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { z } from 'zod';
import type { RecordBatches } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';
import { parseJson } from '../../app/parse-json.ts';
import type { ReadOptions } from './dataset-files.ts';
import { checkFooter, checkGroup, checkParquet, checkSchema } from './parquet-check.ts';
import { parquetCompressors } from './parquet-compressors.ts';

const BATCH = 1024;

/**
 * Rows of a Parquet file; memory holds one row group. 64-bit integers become numbers, and numbers
 * that the Hub's `datasets` wrote for class labels become the labels.
 *
 * @throws StudioError `invalid_parquet`.
 */
export async function* readParquet(path: string, { first, onProgress }: ReadOptions): RecordBatches {
  const file = await asyncBufferFromFile(path);
  const damaged = (cause: Error) => {
    const message = `${path} is not a Parquet file, or is damaged: ${cause.message}`;
    throw new StudioError('invalid_parquet', message, { details: { file: path }, cause });
  };
  const { metadata, schema } = await checkedMetadata(file).catch(damaged);
  const names = schema.children.map(({ element }) => element.name);
  const labels = labelNames(metadata);
  let start = 0;
  for (const [at, { num_rows }] of metadata.row_groups.entries()) {
    const count = Math.min(Number(num_rows), (first ?? Number.POSITIVE_INFINITY) - start);
    if (count <= 0) return;
    const columns = new Map(names.map((name) => [name, new ColumnValues(labels.get(name))]));
    const onChunk = (chunk: { columnName: string; columnData: ArrayLike<unknown> }) =>
      columns.get(chunk.columnName)!.add(chunk.columnData);
    const options = { file, metadata, compressors: parquetCompressors };
    await checkGroup(file, metadata, schema, at, count)
      .then(() => parquetRead({ ...options, rowStart: start, rowEnd: start + count, onChunk }))
      .catch(damaged);
    for (const [name, column] of columns)
      if (column.length < count)
        damaged(new Error(`column ${name} ends after ${column.length} of ${count} rows.`));
    for (let from = 0; from < count; from += BATCH) {
      yield Array.from({ length: Math.min(BATCH, count - from) }, () => {
        const values: Record<string, unknown> = {};
        for (const [name, column] of columns) values[name] = column.next();
        return { line: null, values };
      });
    }
    start += count;
    onProgress?.(start / Number(metadata.num_rows));
  }
}

async function checkedMetadata(file: AsyncBuffer) {
  await checkFooter(file);
  const metadata = await parquetMetadataAsync(file);
  checkSchema(metadata.schema);
  const schema = parquetSchema(metadata);
  checkParquet(metadata, schema, file.byteLength);
  return { metadata, schema };
}

/** The values of one column of a row group, one after the other. */
class ColumnValues {
  readonly #labels: readonly string[] | undefined;
  readonly #chunks: ArrayLike<unknown>[] = [];
  length = 0;
  #chunk = 0;
  #at = 0;

  constructor(labels: readonly string[] | undefined) {
    this.#labels = labels;
  }

  add(chunk: ArrayLike<unknown>): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  next(): unknown {
    const chunk = this.#chunks[this.#chunk] ?? [];
    const value = chunk[this.#at++];
    if (this.#at === chunk.length) {
      this.#chunk++;
      this.#at = 0;
    }
    return typeof value === 'string' ? value : plain(value, this.#labels);
  }
}

/** @param labels names of the class labels that the numbers of this column stand for. */
function plain(value: unknown, labels: readonly string[] | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, labels));
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' ? (labels?.[number] ?? number) : number;
}

const classLabel = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()) });
const featuresSchema = z.object({ info: z.object({ features: z.record(z.string(), z.unknown()) }) });

/** Names of class labels by column, as `datasets` notes them: of a ClassLabel, or of a Sequence or List of them. */
function labelNames({ key_value_metadata }: FileMetaData): Map<string, readonly string[]> {
  const note = key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (note === undefined) return new Map();
  const parsed = featuresSchema.safeParse(parseJson(note));
  if (!parsed.success) return new Map();
  return new Map(
    Object.entries(parsed.data.info.features).flatMap(([name, feature]) => {
      const own = classLabel.safeParse(feature);
      const each = z.object({ feature: classLabel }).safeParse(feature);
      const names = own.success ? own.data.names : each.success ? each.data.feature.names : null;
      return names ? [[name, names] as const] : [];
    }),
  );
}
