import type { FileHandle } from 'node:fs/promises';
import { StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';

/** Element types of the format that hold weights, and their bytes. */
export const BYTES = {
  F32: 4,
  F16: 2,
  BF16: 2,
  I8: 1,
  U8: 1,
  I32: 4,
  I64: 8,
  F64: 8,
  BOOL: 1,
  I16: 2,
} as const;
export type SafetensorsType = keyof typeof BYTES;

export interface StoredTensor {
  readonly name: string;
  readonly type: SafetensorsType;
  readonly shape: readonly number[];
  /** Byte range in the file. */
  readonly start: number;
  readonly end: number;
}

/** A header larger than this is not a header. */
const LARGEST_HEADER = 100_000_000;
/**
 * Reads and checks which tensors a file holds and where.
 *
 * @throws StudioError `invalid_safetensors` (truncated, no header, overlapping tensors, unknown type).
 */
export async function readHeader(path: string, file: FileHandle): Promise<Map<string, StoredTensor>> {
  const stats = await file.stat();
  if (!stats.isFile()) throw invalidFile(path, 'it is not a file');
  const { size } = stats;
  if (size < 8) throw invalidFile(path, `it has ${size} bytes, too few for a header. Get it again`);
  const start = await readBytes(path, file, 0, 8);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > LARGEST_HEADER || 8 + length > size) {
    throw invalidFile(
      path,
      `its header claims ${length} bytes, but the file has ${size}. It is truncated or no safetensors file; get it again`,
    );
  }
  const entries = parseHeader(path, await readBytes(path, file, 8, length));
  const tensors = Object.entries(entries)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => storedTensor(path, name, entry, 8 + length));
  checkRanges(path, tensors, size);
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

function parseHeader(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch (cause) {
    throw invalidFile(
      path,
      'its header is not valid JSON. It is damaged or no safetensors file; get it again',
      cause,
    );
  }
  throw invalidFile(path, 'its header is not a JSON object');
}

function storedTensor(path: string, name: string, entry: unknown, base: number): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !(dtype in BYTES)) {
    throw invalidFile(
      path,
      `tensor "${name}" has the type ${JSON.stringify(dtype)}, which is not supported. Save it as float32, float16 or bfloat16`,
    );
  }
  const type = dtype as SafetensorsType;
  const isSize = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (
    !Array.isArray(shape) ||
    !shape.every(isSize) ||
    !Array.isArray(offsets) ||
    offsets.length !== 2 ||
    !offsets.every(isSize)
  ) {
    throw invalidFile(path, `the header entry of tensor "${name}" lacks a shape or offsets`);
  }
  const [start, end] = offsets as [number, number];
  if (end - start !== sizeOf(shape as number[]) * BYTES[type]) {
    throw invalidFile(
      path,
      `tensor "${name}" of shape [${shape.join(', ')}] should take ${sizeOf(shape as number[]) * BYTES[type]} bytes, but has ${end - start}`,
    );
  }
  return { name, type, shape: shape as number[], start: base + start, end: base + end };
}

function checkRanges(path: string, tensors: readonly StoredTensor[], size: number): void {
  let last: StoredTensor | null = null;
  for (const tensor of tensors.toSorted((a, b) => a.start - b.start)) {
    if (tensor.end > size) {
      throw invalidFile(
        path,
        `it ends at byte ${size}, but tensor "${tensor.name}" should reach to ${tensor.end}. It is truncated; get it again`,
      );
    }
    if (last && tensor.start < last.end)
      throw invalidFile(path, `tensors "${last.name}" and "${tensor.name}" overlap`);
    last = tensor;
  }
}

export async function readBytes(
  path: string,
  file: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  await readBytesInto(path, file, start, buffer);
  return buffer;
}

/** Fills `target` from the file. */
export async function readBytesInto(
  path: string,
  file: FileHandle,
  start: number,
  target: Uint8Array,
): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await file.read(target, done, target.length - done, start + done);
    if (bytesRead === 0) throw invalidFile(path, 'it became shorter while it was read. Try again');
    done += bytesRead;
  }
}

export function invalidFile(path: string, problem: string, cause?: unknown): StudioError {
  return new StudioError('invalid_safetensors', `${path} cannot be used: ${problem}.`, {
    details: { file: path },
    cause,
  });
}
