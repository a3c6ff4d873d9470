import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors, decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';

/** What of a page is all missing unpacks to, which the library takes for a damaged one of LZ4. */
const NOTHING = new Uint8Array(0);

/** Each gives no more bytes than a page is said to have, whatever is packed in it. */
export const parquetCompressors: Compressors = {
  ...compressors,
  GZIP: (input, length) => gunzipSync(input, sized(length)),
  BROTLI: (input, length) => brotliDecompressSync(input, sized(length)),
  LZ4: (input, length) => (length === 0 ? NOTHING : decompressLz4(input, length)),
  LZ4_RAW: (input, length) => (length === 0 ? NOTHING : decompressLz4Raw(input, length)),
  ZSTD: (input, length) => {
    const said = zstdSize(input);
    if (said !== null && said !== length) throw new Error('a page is not as long as it says');
    return said === null ? decompressZstd(input, new Uint8Array(length)) : decompressZstd(input);
  },
};

const sized = (length: number) => ({ maxOutputLength: Math.max(1, length) });

/** Bytes that a frame of Zstandard says it has unpacked (RFC 8878, 3.1.1.1); null where it says nothing. */
function zstdSize(frame: Uint8Array): number | null {
  const about = frame[4] ?? 0;
  const isSingle = (about >> 5) & 1;
  const width = about >> 6 ? 1 << (about >> 6) : isSingle;
  if (width === 0) return null;
  const start = 6 - isSingle + [0, 1, 2, 4][about & 3]!;
  let size = width === 2 ? 256 : 0;
  for (let i = 0; i < width; i++) size += (frame[start + i] ?? 0) * 256 ** i;
  return size;
}
