import type { AsyncBuffer, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { checkPages } from './parquet-pages.ts';
import { endOfStruct } from './parquet-thrift.ts';

/** Rows of a row group, which memory holds as a whole: writers make them of a million or less. */
const MOST_ROWS = 2 ** 24;
/** Items of lists count one each. */
const MOST_VALUES = 2 ** 27;
/** Of one row group, in bytes, unpacked: its values take a few times as much. */
const LARGEST_GROUP = 2 ** 30;
/** Of what a file says of itself, in bytes. */
const LARGEST_FOOTER = 2 ** 26;
const FOOTER_END = 8;
/** Columns, and what they are nested in. */
const MOST_COLUMNS = 2 ** 14;
const DEEPEST = 64;

/**
 * Whether what a file says of itself is whole, before anything makes room for it.
 *
 * @throws Error what is wrong.
 */
export async function checkFooter(file: AsyncBuffer): Promise<void> {
  const { byteLength } = file;
  if (byteLength < FOOTER_END) throw new Error('it is too short');
  const end = new DataView(await file.slice(byteLength - FOOTER_END, byteLength));
  const length = end.getUint32(0, true);
  if (length > Math.min(LARGEST_FOOTER, byteLength - FOOTER_END))
    throw new Error('its end is longer than itself');
  const start = byteLength - FOOTER_END - length;
  endOfStruct(new DataView(await file.slice(start, byteLength - FOOTER_END)), 0);
}

/** Whether columns are so few, and nested so little, that looking for them takes no time. @throws Error what is wrong. */
export function checkSchema(schema: readonly SchemaElement[]): void {
  if (schema.length > MOST_COLUMNS) throw new Error(`it has more than ${MOST_COLUMNS} columns`);
  /** Of each that is open, how many more are to come in it. */
  const open: number[] = [];
  for (const { num_children = 0 } of schema) {
    while (open.at(-1) === 0) open.pop();
    if (open.length > 0) open[open.length - 1]!--;
    if (num_children > 0) open.push(num_children);
    if (open.length > DEEPEST) throw new Error('its columns are nested too deeply');
  }
}

/**
 * Whether the pages of a row group are what memory can hold.
 *
 * @param at which of them.
 * @param rows that are to be read of it.
 * @throws Error what is wrong.
 */
export async function checkGroup(
  file: AsyncBuffer,
  { row_groups }: FileMetaData,
  schema: SchemaTree,
  at: number,
  rows: number,
): Promise<void> {
  const budget = { bytes: LARGEST_GROUP, values: MOST_VALUES };
  const paths = pathsOf(schema);
  for (const [i, { meta_data: column }] of row_groups[at]!.columns.entries()) {
    const start = Number(column!.dictionary_page_offset || column!.data_page_offset);
    const chunk = await file.slice(start, start + Number(column!.total_compressed_size));
    checkPages(chunk, column!, paths[i]!, rows, budget);
  }
}

/**
 * Whether what a Parquet file says of itself can be: hyparquet believes it, and would look for bytes, make room and
 * count accordingly.
 *
 * @param bytes of the file.
 * @throws Error what cannot be.
 */
export function checkParquet(
  { row_groups, num_rows }: FileMetaData,
  schema: SchemaTree,
  bytes: number,
): void {
  const leaves = pathsOf(schema).map((path) => path.at(-1)!.path.join('.'));
  const names = new Set(leaves);
  if (leaves.length === 0 || names.size < leaves.length)
    throw new Error('its columns have no names of their own');
  for (const { num_rows: rows, columns } of row_groups) {
    if (!isWithin(rows, MOST_ROWS)) throw new Error(`a part of it is said to have ${rows} rows`);
    const paths = columns.map(({ meta_data }) => meta_data?.path_in_schema.join('.'));
    if (paths.join('\n') !== leaves.join('\n'))
      throw new Error('a part of it has other columns than the whole');
    for (const { meta_data: column, file_path } of columns) {
      if (!column || file_path) throw new Error('a column lies in another file');
      const start = column.dictionary_page_offset || column.data_page_offset;
      const size = column.total_compressed_size;
      const isThere = isWithin(start, bytes) && isWithin(size, bytes) && isWithin(start + size, bytes);
      if (!isThere) throw new Error(`column ${column.path_in_schema[0]} lies outside of it`);
      if (
        !isWithin(column.num_values, MOST_VALUES) ||
        !isWithin(column.total_uncompressed_size, LARGEST_GROUP)
      )
        throw new Error(`column ${column.path_in_schema[0]} is said to be larger than memory`);
    }
  }
  const sum = row_groups.reduce((all, { num_rows: rows }) => all + rows, 0n);
  if (sum !== num_rows) throw new Error(`its parts have ${sum} rows, and ${num_rows} are said to be there`);
}

/** Each column with all it is nested in, from the root. */
function pathsOf(tree: SchemaTree): SchemaTree[][] {
  if (tree.children.length === 0) return [[tree]];
  return tree.children.flatMap(pathsOf).map((path) => [tree, ...path]);
}

function isWithin(value: unknown, most: number): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= BigInt(most);
}
