import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { parquetBytes, plain, type TestPage, varint } from '../support/parquet-bytes.ts';
import { temporaryFolder } from '../support/tiny-model.ts';

/** Bytes that refusing any of these files may take. */
const MOST_MEMORY = 200e6;
const MANY = 2 ** 30;

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function texts(bytes: Buffer): Promise<string[]> {
  const path = join(folder, 'data.parquet');
  await writeFile(path, bytes);
  const { splits } = await loadDataset(path);
  return (await allRows(splits.train!.rows)).map(({ text }) => text);
}

const page = (bytes: Buffer, values: number, rest: Partial<TestPage> = {}): TestPage => ({
  ...{ kind: 'data', bytes, values },
  ...rest,
});
const TWO = [page(plain('a good day', 'a bad day'), 2)];
/** One value, repeated. */
const run = (count: number, value: number) => Buffer.concat([varint(count * 2), Buffer.from([value])]);
/** As levels have runs: with their length before them. */
const sized = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const dictionary: TestPage = { kind: 'dictionary', bytes: plain('x'), values: 1 };
/** Numbers that each are the same more than the one before, in blocks of 128. */
const differences = (count: number, first: number, more: number) =>
  Buffer.concat([
    ...[128, 4, count, first * 2].map(varint),
    ...Array.from({ length: Math.ceil((count - 1) / 128) }, () =>
      Buffer.concat([varint(more * 2), Buffer.alloc(4)]),
    ),
  ]);

describe('a Parquet file', () => {
  it.each([
    ['of plain texts', { pages: TWO, rows: 2 }],
    [
      'packed by gzip',
      {
        pages: [page(gzipSync(TWO[0]!.bytes), 2, { unpacked: TWO[0]!.bytes.length })],
        rows: 2,
        codec: 'GZIP',
      },
    ],
    [
      'packed by Brotli',
      {
        pages: [page(brotliCompressSync(TWO[0]!.bytes), 2, { unpacked: TWO[0]!.bytes.length })],
        rows: 2,
        codec: 'BROTLI',
      },
    ],
    [
      'with some that are missing',
      { pages: [page(Buffer.concat([sized(run(2, 1)), TWO[0]!.bytes]), 2)], rows: 2, optional: true },
    ],
    [
      'of texts that begin alike',
      {
        pages: [
          page(
            Buffer.concat([
              Buffer.concat([varint(128), varint(4), varint(2), varint(0), varint(4), Buffer.alloc(4)]),
              Buffer.concat([varint(128), varint(4), varint(2), varint(20), varint(3), Buffer.alloc(4)]),
              Buffer.from('a good daybad day!'),
            ]),
            2,
            { encoding: 'DELTA_BYTE_ARRAY' },
          ),
        ],
        rows: 2,
      },
    ],
  ] as const)('%s is read', async (_, file) => {
    expect((await texts(parquetBytes(file)))[0]).toBe('a good day');
  });

  it.each([
    ['whose lists within lists are said to be long', { ...{ pages: TWO, rows: 2 }, footer: nested() }],
    [
      'with a number of a million digits',
      { ...{ pages: TWO, rows: 2 }, footer: Buffer.concat([Buffer.from([0x15]), Buffer.alloc(1e6, 0xff)]) },
    ],
    [
      'with a page of a thousand million values',
      {
        pages: [
          dictionary,
          page(Buffer.concat([Buffer.from([1]), run(MANY, 0)]), MANY, { encoding: 'RLE_DICTIONARY' }),
        ],
        rows: 2,
      },
    ],
    [
      'with a value repeated a thousand million times',
      {
        pages: [
          dictionary,
          page(Buffer.concat([Buffer.from([1]), run(MANY, 0)]), 2, { encoding: 'RLE_DICTIONARY' }),
        ],
        rows: 2,
      },
    ],
    [
      'with a level repeated a thousand million times',
      { pages: [page(Buffer.concat([sized(run(MANY, 1)), TWO[0]!.bytes]), 2)], rows: 2, optional: true },
    ],
    [
      'with a page said to be two thousand million bytes unpacked',
      { pages: [page(TWO[0]!.bytes, 2, { unpacked: 2 ** 31 - 1 })], rows: 2, codec: 'SNAPPY' },
    ],
    [
      'with a page that gzip unpacks to far more than it says',
      { pages: [page(gzipSync(Buffer.alloc(3e8)), 2, { unpacked: 100 })], rows: 2, codec: 'GZIP' },
    ],
    [
      'with a page that Brotli unpacks to far more than it says',
      {
        pages: [page(brotliCompressSync(Buffer.alloc(3e8)), 2, { unpacked: 100 })],
        rows: 2,
        codec: 'BROTLI',
      },
    ],
    [
      'with a page that Zstandard unpacks to far more than it says',
      { pages: [page(zstdZeros(2000), 2, { unpacked: 100 })], rows: 2, codec: 'ZSTD' },
    ],
    [
      'whose dictionary is said to have a thousand million values',
      { pages: [{ ...dictionary, values: MANY }, page(run(2, 0), 2)], rows: 2 },
    ],
    [
      'whose texts begin as the one before, and are longer by far than the file',
      {
        pages: [
          page(
            Buffer.concat([differences(40_000, 0, 50), differences(40_000, 50, 0), Buffer.alloc(2e6, 0x61)]),
            40_000,
            { encoding: 'DELTA_BYTE_ARRAY' },
          ),
        ],
        rows: 40_000,
      },
    ],
    [
      'whose differences come in blocks of no size',
      {
        pages: [
          page(Buffer.concat([varint(0), varint(4), Buffer.alloc(50)]), 2, { encoding: 'DELTA_BYTE_ARRAY' }),
        ],
        rows: 2,
      },
    ],
  ] as const)('%s is refused, at once and in little memory', async (_, file) => {
    const bytes = parquetBytes(file as never);
    const memory = process.memoryUsage().rss;
    const before = process.cpuUsage();
    // What a packer leaves out of its own size is cut where the page is to end.
    const code = expect.stringMatching(/^(invalid_parquet|no_usable_rows)$/);
    await expect(texts(bytes)).rejects.toMatchObject({ code });
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
    expect(process.memoryUsage().rss - memory).toBeLessThan(MOST_MEMORY);
  });
});

/** A list of one list of one list, each said to have thirty million. */
function nested(): Buffer {
  const level = Buffer.concat([Buffer.from([0xf9]), varint(3e7)]);
  return Buffer.concat([Buffer.from([0x19 + 0x10]), ...Array.from({ length: 200 }, () => level)]);
}

/** A frame without its size: so many blocks of 128 KiB that are one byte each. */
function zstdZeros(blocks: number): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]);
  const block = (last: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUIntLE((2 ** 17 * 8) | (1 << 1) | last, 0, 3);
    return bytes;
  };
  return Buffer.concat([head, ...Array.from({ length: blocks }, (_, i) => block(i === blocks - 1 ? 1 : 0))]);
}
