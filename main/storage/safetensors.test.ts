import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  f32,
  type RawTensor,
  safetensorsBytes,
  temporaryFolder,
  withHeader,
} from '../../tests/support/tiny-model.ts';
import { SafetensorsFile, writeSafetensors } from './safetensors.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

async function opened(bytes: Uint8Array): Promise<SafetensorsFile> {
  const path = join(folder, 'file.safetensors');
  await writeFile(path, bytes);
  return SafetensorsFile.open(path);
}

async function readOne(tensor: RawTensor): Promise<number[]> {
  const file = await opened(safetensorsBytes({ x: tensor }));
  try {
    return [...(await file.read('x'))];
  } finally {
    await file.close();
  }
}

const bytesOf = ({ buffer }: { buffer: ArrayBuffer }) => new Uint8Array(buffer);

describe('reading', () => {
  it.each([
    [
      'float32',
      { dtype: 'F32', shape: [2], bytes: bytesOf(Float32Array.of(1.5, -0.1)) },
      [1.5, Math.fround(-0.1)],
    ],
    [
      'float16',
      { dtype: 'F16', shape: [3], bytes: bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x0001)) },
      [1, -2, 2 ** -24],
    ],
    ['bfloat16', { dtype: 'BF16', shape: [2], bytes: bytesOf(Uint16Array.of(0x3f80, 0xc040)) }, [1, -3]],
    ['float64', { dtype: 'F64', shape: [1], bytes: bytesOf(Float64Array.of(0.25)) }, [0.25]],
    ['a scalar', { dtype: 'F32', shape: [], bytes: bytesOf(Float32Array.of(7)) }, [7]],
    ['no values', { dtype: 'F32', shape: [0, 4], bytes: new Uint8Array(0) }, []],
  ])('decodes %s', async (_, tensor, values) => {
    expect(await readOne(tensor)).toEqual(values);
  });

  it('fills the given memory and nothing beside it', async () => {
    const memory = new Float32Array(new ArrayBuffer(64), 0, 6).fill(9);
    const file = await opened(safetensorsBytes({ a: f32([2], [1, 2]), b: f32([2, 2], [3, 4, 5, 6]) }));
    await file.readInto('b', memory.subarray(1, 5));
    await file.close();
    expect([...memory]).toEqual([9, 3, 4, 5, 6, 9]);
  });

  it('refuses a place of another size', async () => {
    const file = await opened(safetensorsBytes({ a: f32([2], [1, 2]) }));
    await expect(file.readInto('a', new Float32Array(3))).rejects.toMatchObject({ code: 'wrong_size' });
    await file.close();
  });

  it('reads tensors longer than one chunk', async () => {
    const values = Float32Array.from({ length: (1 << 20) + 5 }, (_, i) => i);
    const file = await opened(safetensorsBytes({ a: f32([values.length], values) }));
    expect((await file.read('a')).at(-1)).toBe((1 << 20) + 4);
    await file.close();
  });

  it('refuses to take whole numbers for weights', async () => {
    const ids = { dtype: 'I64', shape: [1], bytes: bytesOf(BigInt64Array.of(3n)) };
    await expect(readOne(ids)).rejects.toThrow('I64');
  });
});

describe('damaged files', () => {
  const whole = safetensorsBytes({ first: f32([4], [1, 2, 3, 4]), second: f32([2], [5, 6]) });
  const header = (entries: object, data = 16) => withHeader(JSON.stringify(entries), new Uint8Array(data));
  const tensor = (start: number, end: number, more = {}) => ({
    dtype: 'F32',
    shape: [(end - start) / 4],
    data_offsets: [start, end],
    ...more,
  });
  it.each([
    ['empty', new Uint8Array(0), 'has 0 bytes'],
    ['cut within a tensor', whole.subarray(0, whole.length - 3), 'truncated'],
    ['cut within the header', whole.subarray(0, 40), 'truncated'],
    ['no safetensors file', Buffer.from('PK\x03\x04 a zip file, as PyTorch writes'), 'no safetensors file'],
    ['a header that is not JSON', withHeader('{"a": ', new Uint8Array(0)), 'not valid JSON'],
    ['a header that is a list', withHeader('[1]', new Uint8Array(0)), 'not a JSON object'],
    ['tensors that overlap', header({ a: tensor(0, 8), b: tensor(4, 12) }), 'overlap'],
    ['an unknown type', header({ a: tensor(0, 8, { dtype: 'F8_E4M3' }) }), 'F8_E4M3'],
    ['a shape that does not fit', header({ a: tensor(0, 8, { shape: [3] }) }), 'should take 12 bytes'],
    ['a negative shape', header({ a: tensor(0, 8, { shape: [-2] }) }), 'lacks a shape'],
    ['no offsets', header({ a: { dtype: 'F32', shape: [1] } }), 'lacks a shape or offsets'],
  ])('are refused with their name: %s', async (_, bytes, message) => {
    await expect(opened(bytes)).rejects.toMatchObject({
      code: 'invalid_safetensors',
      message: expect.stringContaining(message),
      details: { file: join(folder, 'file.safetensors') },
    });
  });

  it('are told apart from absent ones', async () => {
    await expect(SafetensorsFile.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing_file' });
    await expect(SafetensorsFile.open(folder)).rejects.toThrow('not a file');
  });
});

describe('writing', () => {
  const tensors = [
    { name: 'b', shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 65_504) },
    { name: 'a', shape: [1], data: Float32Array.of(0.1) },
  ];

  it('gives back every bit of float32, and the metadata Hugging Face asks for', async () => {
    const path = join(folder, 'out.safetensors');
    await writeSafetensors(path, tensors);
    const bytes = await readFile(path);
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(JSON.parse(bytes.toString('utf8', 8, 8 + length)).__metadata__).toEqual({ format: 'pt' });
    const file = await SafetensorsFile.open(path);
    expect([...file.tensors.keys()]).toEqual(['b', 'a']);
    expect(await file.read('b')).toEqual(tensors[0]!.data);
    expect(await file.read('a')).toEqual(tensors[1]!.data);
    await file.close();
  });

  it('rounds to float16', async () => {
    const path = join(folder, 'half.safetensors');
    await writeSafetensors(path, tensors, 'F16');
    const file = await SafetensorsFile.open(path);
    expect(file.tensor('a').type).toBe('F16');
    expect((await file.read('a'))[0]).toBeCloseTo(0.1, 4);
    await file.close();
  });

  it('refuses values that float16 cannot hold, and leaves no file', async () => {
    const own = await temporaryFolder();
    const large = [{ name: 'large', shape: [2], data: Float32Array.of(1, 70_000) }];
    await expect(writeSafetensors(join(own, 'x.safetensors'), large, 'F16')).rejects.toThrow(
      '"large" holds 70000',
    );
    expect(await readdir(own)).toEqual([]);
  });
});
