import type { FileMetaData, SchemaTree } from 'hyparquet';

/** Rows of a row group, which memory holds as a whole: writers make them of a million or less. */
const MOST_ROWS = 2 ** 24;
/** Items of lists count one each. */
const MOST_VALUES = 2 ** 27;
/** Of one column of a row group, in bytes, unpacked. */
const LARGEST_CHUNK = 2 ** 31;

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
  const leaves = leavesOf(schema).map(({ path }) => path.join('.'));
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
        !isWithin(column.total_uncompressed_size, LARGEST_CHUNK)
      )
        throw new Error(`column ${column.path_in_schema[0]} is said to be larger than memory`);
    }
  }
  const sum = row_groups.reduce((all, { num_rows: rows }) => all + rows, 0n);
  if (sum !== num_rows) throw new Error(`its parts have ${sum} rows, and ${num_rows} are said to be there`);
}

function leavesOf(tree: SchemaTree): readonly SchemaTree[] {
  return tree.children.length === 0 ? [tree] : tree.children.flatMap(leavesOf);
}

function isWithin(value: unknown, most: number): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= BigInt(most);
}
