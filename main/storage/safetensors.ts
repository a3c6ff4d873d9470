import { type FileHandle, open } from 'node:fs/promises';
import { StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { encodeFloat16, float16Table } from '../../app/math/float16.ts';
import { writeAtomic } from './atomic.ts';

/** Element types of the format that hold weights, and their bytes. */
const BYTES = { F32: 4, F16: 2, BF16: 2, I8: 1, U8: 1, I32: 4, I64: 8, F64: 8, BOOL: 1, I16: 2 } as const;
export type SafetensorsType = keyof typeof BYTES;

export interface StoredTensor {
  readonly name: string;
  readonly type: SafetensorsType;
  readonly shape: readonly number[];
  /** Byte range in the file. */
  readonly start: number;
  readonly end: number;
}

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A header larger than this is not a header. */
const LARGEST_HEADER = 100_000_000;
/** Values read and decoded at a time. */
const CHUNK = 1 << 20;

let halves: Float32Array | null = null;

/**
 * A file of tensors (https://github.com/huggingface/safetensors): eight bytes of header length, a JSON header,
 * raw little-endian values. Only the header is read at first; values come when asked for.
 */
export class SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  private readonly file: FileHandle;

  private constructor(path: string, file: FileHandle, tensors: ReadonlyMap<string, StoredTensor>) {
    this.path = path;
    this.file = file;
    this.tensors = tensors;
  }

  /** @throws StudioError `missing_file`, `invalid_safetensors` (truncated, bad header, overlapping tensors). */
  static async open(path: string): Promise<SafetensorsFile> {
    const file = await openFile(path);
    try {
      return new SafetensorsFile(path, file, await readHeader(path, file));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Decodes a tensor to float32 into `target`, which must have its size. */
  async readInto(name: string, target: Float32Array): Promise<void> {
    const { type, start, shape } = this.tensor(name);
    if (target.length !== sizeOf(shape)) {
      throw new StudioError(
        'wrong_size',
        `${this.path}: "${name}" has ${sizeOf(shape)} values, but there is room for ${target.length}.`,
        { details: { file: this.path, name } },
      );
    }
    for (let done = 0; done < target.length; done += CHUNK) {
      const part = target.subarray(done, done + CHUNK);
      decode(
        type,
        await this.bytes(start + done * BYTES[type], part.length * BYTES[type]),
        part,
        this.path,
        name,
      );
    }
  }

  async read(name: string): Promise<Float32Array> {
    const target = new Float32Array(sizeOf(this.tensor(name).shape));
    await this.readInto(name, target);
    return target;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  tensor(name: string): StoredTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new StudioError('missing_tensor', `${this.path} has no tensor named "${name}".`);
    return tensor;
  }

  private bytes(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBytes(this.path, this.file, start, length);
  }
}

/**
 * Writes tensors as float32 or float16, atomically; Hugging Face's loaders want `format: pt` in the metadata.
 *
 * @throws StudioError `disk_full`, `unwritable`; `float16_overflow` for a value beyond 65,504, naming its tensor.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly NamedTensor[],
  type: 'F32' | 'F16' = 'F32',
): Promise<void> {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  for (const { name, shape, data } of tensors) {
    const end = offset + data.length * BYTES[type];
    header[name] = { dtype: type, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - (json.length % 8)) % 8;
  const start = new Uint8Array(8 + json.length + padding).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  start.set(json, 8);
  await writeAtomic(path, async (file) => {
    await writeAll(file, start);
    for (const { name, data } of tensors) {
      for (let done = 0; done < data.length; done += CHUNK) {
        const part = data.subarray(done, done + CHUNK);
        const encoded = type === 'F16' ? toFloat16(part, name) : part;
        await writeAll(file, new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength));
      }
    }
  });
}

/** An infinity that was none before would make the model worthless without a word. */
function toFloat16(values: Float32Array, name: string): Uint16Array {
  const encoded = encodeFloat16(values);
  for (let i = 0; i < encoded.length; i++) {
    if ((encoded[i]! & 0x7fff) === 0x7c00 && Number.isFinite(values[i]!)) {
      const message = `"${name}" holds ${values[i]}, and float16 ends at 65,504. Write the model as float32.`;
      throw new StudioError('float16_overflow', message, { details: { name } });
    }
  }
  return encoded;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
}

async function readBytes(
  path: string,
  file: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, done, length - done, start + done);
    if (bytesRead === 0) throw invalid(path, 'it became shorter while it was read. Try again');
    done += bytesRead;
  }
  return buffer;
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing
      ? `There is no file ${path}.`
      : `${path} cannot be read: ${(cause as Error).message}.`;
    throw new StudioError(missing ? 'missing_file' : 'unreadable', message, {
      details: { file: path },
      cause,
    });
  }
}

async function readHeader(path: string, file: FileHandle): Promise<Map<string, StoredTensor>> {
  const stats = await file.stat();
  if (!stats.isFile()) throw invalid(path, 'it is not a file');
  const { size } = stats;
  if (size < 8) throw invalid(path, `it has ${size} bytes, too few for a header. Get it again`);
  const start = await readBytes(path, file, 0, 8);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > LARGEST_HEADER || 8 + length > size) {
    throw invalid(
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
    throw invalid(
      path,
      'its header is not valid JSON. It is damaged or no safetensors file; get it again',
      cause,
    );
  }
  throw invalid(path, 'its header is not a JSON object');
}

function storedTensor(path: string, name: string, entry: unknown, base: number): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !(dtype in BYTES)) {
    throw invalid(
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
    throw invalid(path, `the header entry of tensor "${name}" lacks a shape or offsets`);
  }
  const [start, end] = offsets as [number, number];
  if (end - start !== sizeOf(shape as number[]) * BYTES[type]) {
    throw invalid(
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
      throw invalid(
        path,
        `it ends at byte ${size}, but tensor "${tensor.name}" should reach to ${tensor.end}. It is truncated; get it again`,
      );
    }
    if (last && tensor.start < last.end)
      throw invalid(path, `tensors "${last.name}" and "${tensor.name}" overlap`);
    last = tensor;
  }
}

function decode(
  type: SafetensorsType,
  bytes: Uint8Array<ArrayBuffer>,
  target: Float32Array,
  path: string,
  name: string,
): void {
  switch (type) {
    case 'F32':
      target.set(new Float32Array(bytes.buffer));
      return;
    case 'F16': {
      halves ??= float16Table();
      const table = halves;
      const source = new Uint16Array(bytes.buffer);
      for (let i = 0; i < source.length; i++) target[i] = table[source[i]!]!;
      return;
    }
    case 'BF16': {
      const source = new Uint16Array(bytes.buffer);
      const words = new Uint32Array(source.length);
      for (let i = 0; i < source.length; i++) words[i] = source[i]! << 16;
      target.set(new Float32Array(words.buffer));
      return;
    }
    case 'I8':
      target.set(new Int8Array(bytes.buffer));
      return;
    case 'I32':
      target.set(new Int32Array(bytes.buffer));
      return;
    case 'F64':
      target.set(new Float64Array(bytes.buffer));
      return;
    default:
      throw invalid(path, `tensor "${name}" holds ${type} values, which cannot be weights`);
  }
}

function invalid(path: string, problem: string, cause?: unknown): StudioError {
  return new StudioError('invalid_safetensors', `${path} cannot be used: ${problem}.`, {
    details: { file: path },
    cause,
  });
}
