import { type FileHandle, open } from 'node:fs/promises';
import { assertNever, StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { encodeFloat16, float16Table } from '../../app/math/float16.ts';
import { writeAtomic } from './atomic.ts';
import { AT_ONCE } from './json-file.ts';
import {
  BYTES,
  invalidFile,
  readBytes,
  readBytesInto,
  readHeader,
  type SafetensorsType,
  type StoredTensor,
} from './safetensors-header.ts';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Values read and decoded at a time. */
const CHUNK = 1 << 20;

let halves: Float32Array | null = null;
const ONE = Float32Array.of(1);

/** Types no wider than float32. */
const WIDENED = ['F32', 'F16', 'BF16', 'I8', 'I32'] as const;
type Widened = (typeof WIDENED)[number];
const isWidened = (type: SafetensorsType): type is Widened => WIDENED.some((known) => known === type);

/**
 * A file of tensors (https://github.com/huggingface/safetensors): eight bytes of header length, a JSON header,
 * raw little-endian values. Only the header is read at first; values come when asked for.
 */
export class SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle, tensors: ReadonlyMap<string, StoredTensor>) {
    this.path = path;
    this.#file = file;
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

  /**
   * Decodes a tensor to float32 into `target`, which must have its size.
   *
   * @param scales of 8-bit values, each for as many in a row; the rest of the types have none.
   */
  async readInto(name: string, target: Float32Array, scales: Float32Array = ONE): Promise<void> {
    const { type, start, shape } = this.tensor(name);
    if (target.length !== sizeOf(shape)) {
      throw new StudioError(
        'wrong_size',
        `${this.path}: "${name}" has ${sizeOf(shape)} values, but there is room for ${target.length}.`,
        { details: { file: this.path, name } },
      );
    }
    if (type === 'F64') return this.#readDoubles(start, target);
    if (!isWidened(type)) {
      throw invalidFile(this.path, `tensor "${name}" holds ${type} values, which cannot be weights`);
    }
    const raw = new Uint8Array(
      target.buffer,
      target.byteOffset + target.length * (4 - BYTES[type]),
      target.length * BYTES[type],
    );
    await readBytesInto(this.path, this.#file, start, raw);
    decodeInPlace(type, raw, target, scales);
  }

  async read(name: string): Promise<Float32Array> {
    const target = new Float32Array(sizeOf(this.tensor(name).shape));
    await this.readInto(name, target);
    return target;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  tensor(name: string): StoredTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new StudioError('missing_tensor', `${this.path} has no tensor named "${name}".`);
    return tensor;
  }

  async #readDoubles(start: number, target: Float32Array): Promise<void> {
    for (let done = 0; done < target.length; done += CHUNK) {
      const part = target.subarray(done, done + CHUNK);
      const bytes = await readBytes(this.path, this.#file, start + done * BYTES.F64, part.length * BYTES.F64);
      part.set(new Float64Array(bytes.buffer));
    }
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

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, AT_ONCE);
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

/**
 * Widens the values in `raw`, which are the last bytes of `target`, to float32. Going upwards, what is written
 * never reaches what is still to be read, so no second buffer is needed.
 */
function decodeInPlace(type: Widened, raw: Uint8Array, target: Float32Array, scales: Float32Array): void {
  const { buffer, byteOffset } = raw;
  const count = target.length;
  switch (type) {
    case 'F32':
      return;
    case 'F16': {
      halves ??= float16Table();
      const table = halves;
      const source = new Uint16Array(buffer, byteOffset, count);
      for (let i = 0; i < count; i++) target[i] = table[source[i]!]!;
      return;
    }
    case 'BF16': {
      const source = new Uint16Array(buffer, byteOffset, count);
      const words = new Uint32Array(target.buffer, target.byteOffset, count);
      for (let i = 0; i < count; i++) words[i] = source[i]! << 16;
      return;
    }
    case 'I8':
      scaleBytes(raw, target, scales);
      return;
    case 'I32': {
      const source = new Int32Array(buffer, byteOffset, count);
      for (let i = 0; i < count; i++) target[i] = source[i]!;
      return;
    }
    default:
      assertNever(type);
  }
}

/** w[i] = q[i] * scale[floor(i / group)]; by words of four values, in half the time. */
function scaleBytes({ buffer, byteOffset }: Uint8Array, target: Float32Array, scales: Float32Array): void {
  const group = target.length / scales.length;
  if (group % 4 !== 0) {
    const bytes = new Int8Array(buffer, byteOffset, target.length);
    for (let i = 0; i < target.length; i++) target[i] = bytes[i]! * scales[Math.floor(i / group)]!;
    return;
  }
  const words = new Int32Array(buffer, byteOffset, target.length / 4);
  let i = 0;
  for (const scale of scales) {
    for (const end = i + group; i < end; i += 4) {
      const word = words[i >> 2]!;
      target[i] = ((word << 24) >> 24) * scale;
      target[i + 1] = ((word << 16) >> 24) * scale;
      target[i + 2] = ((word << 8) >> 24) * scale;
      target[i + 3] = (word >> 24) * scale;
    }
  }
}
