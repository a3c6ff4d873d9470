// Parquet files as nobody honest would write them: one row group of one column of texts, page by page.

const [I32, I64, BINARY, LIST, STRUCT] = [5, 6, 8, 9, 12];
type Field = readonly [id: number, kind: number, bytes: Buffer];

/** A number of Thrift's compact protocol, without a sign. */
export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

const zigzag = (value: number | bigint) => varint(BigInt(value) * 2n);
const i32 = (id: number, value: number): Field => [id, I32, zigzag(value)];
const i64 = (id: number, value: number): Field => [id, I64, zigzag(value)];
const bytesOf = (value: string | Buffer) =>
  Buffer.concat([varint(Buffer.from(value).length), Buffer.from(value)]);
const list = (id: number, kind: number, items: readonly Buffer[]): Field => [
  id,
  LIST,
  Buffer.concat([Buffer.from([0xf0 | kind]), varint(items.length), ...items]),
];
const structField = (id: number, fields: readonly Field[]): Field => [id, STRUCT, struct(fields)];

function struct(fields: readonly Field[]): Buffer {
  const parts = fields.map(([id, kind, bytes]) => Buffer.concat([Buffer.from([kind]), zigzag(id), bytes]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

const CODECS = { UNCOMPRESSED: 0, SNAPPY: 1, GZIP: 2, BROTLI: 4, ZSTD: 6 } as const;
const ENCODINGS = {
  PLAIN: 0,
  RLE_DICTIONARY: 8,
  DELTA_BINARY_PACKED: 5,
  DELTA_BYTE_ARRAY: 7,
} as const;

export interface TestPage {
  readonly kind: 'data' | 'dictionary';
  readonly bytes: Buffer;
  readonly values: number;
  readonly encoding?: keyof typeof ENCODINGS;
  /** As the page says; what it has, where left out. */
  readonly unpacked?: number;
}

function pageOf({ kind, bytes, values, encoding = 'PLAIN', unpacked = bytes.length }: TestPage): Buffer {
  const about = [i32(1, values), i32(2, ENCODINGS[encoding])];
  const levels = [i32(3, 3), i32(4, 3)];
  const head = struct([
    i32(1, kind === 'data' ? 0 : 2),
    i32(2, unpacked),
    i32(3, bytes.length),
    kind === 'data' ? structField(5, [...about, ...levels]) : structField(7, about),
  ]);
  return Buffer.concat([head, bytes]);
}

interface TestFile {
  readonly pages: readonly TestPage[];
  readonly rows: number;
  readonly codec?: keyof typeof CODECS;
  readonly optional?: boolean;
  /** In place of what the file says of itself. */
  readonly footer?: Buffer;
}

export function parquetBytes({
  pages,
  rows,
  codec = 'UNCOMPRESSED',
  optional = false,
  footer,
}: TestFile): Buffer {
  const chunk = Buffer.concat(pages.map(pageOf));
  const unpacked = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const column = struct([
    i32(1, 6),
    list(2, I32, [zigzag(0)]),
    list(3, BINARY, [bytesOf('text')]),
    i32(4, CODECS[codec]),
    i64(5, rows),
    i64(6, unpacked),
    i64(7, chunk.length),
    i64(9, 4),
  ]);
  const group = struct([
    list(1, STRUCT, [struct([i64(2, 4), [3, STRUCT, column]])]),
    i64(2, unpacked),
    i64(3, rows),
  ]);
  const schema = [
    struct([[4, BINARY, bytesOf('schema')], i32(5, 1)]),
    struct([i32(1, 6), i32(3, optional ? 1 : 0), [4, BINARY, bytesOf('text')], i32(6, 0)]),
  ];
  const about =
    footer ?? struct([i32(1, 1), list(2, STRUCT, schema), i64(3, rows), list(4, STRUCT, [group])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(about.length);
  return Buffer.concat([Buffer.from('PAR1'), chunk, about, length, Buffer.from('PAR1')]);
}

/** Texts as PLAIN has them. */
export function plain(...texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return Buffer.concat([length, Buffer.from(text)]);
    }),
  );
}
