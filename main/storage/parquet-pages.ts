import type { ColumnMetaData, PageHeader, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, isFlatColumn } from 'hyparquet/src/schema.js';
import { parquetCompressors } from './parquet-compressors.ts';
import { endOfStruct, lengthAt } from './parquet-thrift.ts';

/** Values of one page. Writers end a page at a megabyte; values that repeat take hardly any of it. */
const MOST_IN_PAGE = 2 ** 24;
/** More than a run of a whole writer has beyond the values of its page, where runs come in eights. */
const SLACK = 512;
/** Values that a block of differences has at most; writers have 128. */
const LARGEST_BLOCK = 2 ** 16;

/** What is left of the memory that a row group may take. */
interface Budget {
  /** Unpacked. */
  bytes: number;
  values: number;
}

/** Numbers that tell how values are nested, or which are there: that is the highest. */
interface Levels {
  readonly most: number;
  /** Null where the page itself says how many they are. */
  readonly bytes: number | null;
}

interface Page {
  readonly values: number;
  readonly encoding: string | undefined;
  readonly type: string | undefined;
  readonly isSecond: boolean;
}

/**
 * Whether the pages of a column take no more memory and time than their values need: hyparquet believes how large a page is
 * said to be, and how often a value is said to be repeated.
 *
 * @param chunk the column's bytes in a row group.
 * @param path the column in the schema, from the root.
 * @param rows that are to be read of it.
 * @param budget that is used up.
 * @throws Error what is wrong with a page.
 */
export function checkPages(
  chunk: ArrayBuffer,
  { codec, type }: ColumnMetaData,
  path: SchemaTree[],
  rows: number,
  budget: Budget,
): void {
  const reader = { view: new DataView(chunk), offset: 0 };
  const name = path.at(-1)!.element.name;
  const isFlat = isFlatColumn(path);
  let seen = 0;
  // As far as hyparquet reads, which takes a last byte for padding.
  while (reader.offset < chunk.byteLength - 1 && !(isFlat && seen >= rows)) {
    const start = endOfStruct(reader.view, reader.offset);
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!isCount(packed, chunk.byteLength - start)) throw new Error(`a page of ${name} ends outside of it`);
    if (!isCount(unpacked, budget.bytes)) throw tooLarge();
    budget.bytes -= unpacked;
    const bytes = new Uint8Array(chunk, start, packed);
    seen += checkPage(bytes, header, { codec, type, path }, budget);
    reader.offset = start + packed;
  }
}

interface Column {
  readonly codec: ColumnMetaData['codec'];
  readonly type: ColumnMetaData['type'];
  readonly path: SchemaTree[];
}

/** @returns how many values it has, nested ones and missing ones each for itself. */
function checkPage(
  bytes: Uint8Array,
  header: PageHeader,
  { codec, type, path }: Column,
  budget: Budget,
): number {
  const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
  const unpack = (packed: Uint8Array, length: number) =>
    viewOf(decompressPage(packed, length, codec, parquetCompressors));
  const most = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)];
  if (header.type === 'DICTIONARY_PAGE') {
    if (!isCount(dictionary?.num_values, header.uncompressed_page_size)) throw tooLarge();
    return 0;
  }
  const head = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : null;
  if (!head) throw new Error('a page has no head');
  if (!isCount(head.num_values, Math.min(MOST_IN_PAGE, budget.values))) throw tooLarge();
  budget.values -= head.num_values;
  const isSecond = header.type === 'DATA_PAGE_V2';
  const page = { values: head.num_values, encoding: head.encoding, type, isSecond };
  if (!isSecond) {
    const view = unpack(bytes, header.uncompressed_page_size);
    const levels = most.map((one) => ({ most: one, bytes: null }));
    const { end, present } = checkLevels(view, levels, page);
    checkValues(view, end, { ...page, values: present }, budget);
    return page.values;
  }
  const {
    repetition_levels_byte_length: repetition,
    definition_levels_byte_length: definition,
    num_nulls,
  } = v2!;
  const length = header.uncompressed_page_size - repetition - definition;
  const isWithin = isCount(repetition, bytes.length) && isCount(definition, bytes.length - repetition);
  if (!isWithin || length < 0 || !isCount(num_nulls, page.values))
    throw new Error('what a page has besides its values is larger than itself');
  const levels = [repetition, definition].map((own, i) => ({ most: most[i]!, bytes: own }));
  checkLevels(viewOf(bytes.subarray(0, repetition + definition)), levels, page);
  const packed = bytes.subarray(repetition + definition);
  const view = v2!.is_compressed === false ? viewOf(packed) : unpack(packed, length);
  checkValues(view, 0, { ...page, values: page.values - num_nulls }, budget);
  return page.values;
}

/** @returns where they end, and how many values are there at most. */
function checkLevels(
  view: DataView,
  levels: readonly Levels[],
  { values, encoding }: Page,
): { readonly end: number; readonly present: number } {
  let [at, present] = [0, values];
  for (const [i, { most, bytes }] of levels.entries()) {
    if (most === 0) {
      at += bytes ?? 0;
      continue;
    }
    const width = 32 - Math.clz32(most);
    const length = bytes ?? view.getUint32(at, true);
    if (bytes === null) at += 4;
    checkRuns(view, at, width, values);
    // Only differences of texts are worth counting for.
    if (i === 1 && encoding === 'DELTA_BYTE_ARRAY') {
      const read = new Array<number>(values);
      readRleBitPackedHybrid({ view, offset: at }, width, read, length);
      present = read.reduce((count, level) => count + (level === most ? 1 : 0), 0);
    }
    at += length;
  }
  return { end: at, present };
}

/** Of values that are written as runs or differences, whether those are as many. */
function checkValues(
  view: DataView,
  at: number,
  { values, encoding, type, isSecond }: Page,
  budget: Budget,
): void {
  switch (encoding) {
    case 'RLE':
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      // Of the second version hyparquet goes by the encoding, of the first by the type.
      if (isSecond ? encoding === 'RLE' : type === 'BOOLEAN') checkRuns(view, at + 4, 1, values);
      else if (at < view.byteLength && view.getUint8(at) > 0)
        checkRuns(view, at + 1, view.getUint8(at), values);
      break;
    case 'DELTA_BINARY_PACKED':
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkBlocks(view, at);
      break;
    case 'DELTA_BYTE_ARRAY':
      checkPrefixes(view, at, values, budget);
      break;
  }
}

/** Runs of one value repeated, or of packed ones, as long as there are values to come. */
function checkRuns(view: DataView, start: number, width: number, values: number): void {
  if (width > 32) throw new Error('numbers in it are longer than 32 bits');
  let at = start;
  for (let seen = 0; seen < values; ) {
    if (at >= view.byteLength) return;
    const { value: head, end } = lengthAt(view, at);
    const isPacked = (head & 1) === 1;
    const count = isPacked ? (head >>> 1) * 8 : head >>> 1;
    if (count > values - seen + SLACK)
      throw new Error('a value is said to be repeated more often than there are values');
    at = end + (isPacked ? Math.max(1, (count / 8) * width) : (width + 7) >> 3);
    seen += count;
  }
}

function checkBlocks(view: DataView, start: number): void {
  if (start >= view.byteLength) return;
  const block = lengthAt(view, start);
  const parts = lengthAt(view, block.end);
  const isSound =
    block.value > 0 && block.value <= LARGEST_BLOCK && parts.value > 0 && block.value % parts.value === 0;
  if (!isSound) throw new Error('differences are said to come in blocks of no size');
}

/** Texts that each begin as the one before are longer together than they are in the file, perhaps by far. */
function checkPrefixes(view: DataView, start: number, values: number, budget: Budget): void {
  const reader = { view, offset: start };
  for (const _ of ['prefixes', 'what follows them']) {
    checkBlocks(view, reader.offset);
    const lengths = new Int32Array(values);
    deltaBinaryUnpack(reader, values, lengths);
    budget.bytes -= lengths.reduce((sum, length) => sum + Math.abs(length), 0);
  }
  if (budget.bytes < 0) throw tooLarge();
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= most;
}

function tooLarge(): Error {
  return new Error('a part of it is larger than memory; write it with fewer rows in a row group');
}
