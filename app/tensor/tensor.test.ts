import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DType, Tensor } from './tensor.ts';

interface GoldenTensor {
  name: string;
  dtype: DType;
  shape: number[];
  data: (number | string | boolean)[];
  printed: string;
}

const golden: GoldenTensor[] = JSON.parse(
  readFileSync(new URL('../../tests/golden/tensor-print.json', import.meta.url), 'utf8'),
);

const parsed: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

function make({ dtype, shape, data }: GoldenTensor): Tensor {
  const numbers = data.map((value) => (typeof value === 'string' ? parsed[value]! : Number(value)));
  switch (dtype) {
    case 'int64':
      return new Tensor('int64', shape, BigInt64Array.from(numbers, BigInt));
    case 'bool':
      return new Tensor('bool', shape, Uint8Array.from(numbers));
    default:
      return new Tensor('float32', shape, Float32Array.from(numbers));
  }
}

const floats = (shape: number[], values: ArrayLike<number>, device?: string) =>
  String(new Tensor('float32', shape, Float32Array.from(values), device));
const count = (length: number, value: (i: number) => number) => Array.from({ length }, (_, i) => value(i));

describe('printing as PyTorch does', () => {
  it.each(golden)('$name', (entry) => {
    expect(String(make(entry))).toBe(entry.printed);
  });

  it.each([
    ['encoder.safetensors', 'print.txt'],
    ['bert-base.safetensors', 'print-bert-base.txt'],
  ])('the last hidden state in %s prints as %s', (arrays, text) => {
    const bytes = readFileSync(new URL(`../../tests/golden/${arrays}`, import.meta.url));
    const headerEnd = 8 + Number(bytes.readBigUInt64LE(0));
    const { shape, data_offsets } = JSON.parse(bytes.toString('utf8', 8, headerEnd))[
      'hello.last_hidden_state'
    ];
    const [start, end] = data_offsets as [number, number];
    const values = Uint8Array.from(bytes.subarray(headerEnd + start, headerEnd + end));
    const printed = readFileSync(new URL(`../../tests/golden/${text}`, import.meta.url), 'utf8');
    expect(floats(shape, new Float32Array(values.buffer))).toBe(printed.trimEnd());
  });

  // The texts below came from PyTorch 2.15, the device's from its suffix function, on a computer without CUDA.
  it('rounds exact halves to the even digit', () => {
    expect(floats([3], [0.03125, 0.09375, -0.03125])).toBe('tensor([ 0.0312,  0.0938, -0.0312])');
    expect(floats([2], [100005, 1])).toBe('tensor([1.0000e+05, 1.0000e+00])');
  });

  it('names the device when it is not the cpu, on a line of its own where the line is full', () => {
    expect(floats([2], [1, 2], 'cuda:0')).toBe("tensor([1., 2.], device='cuda:0')");
    expect(floats([8], new Array(8).fill(-1.5), 'cuda:0')).toBe(
      "tensor([-1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000],\n       device='cuda:0')",
    );
  });

  it('names a dtype the elements do not show', () => {
    expect(String(new Tensor('int32', [2], Int32Array.of(-1, 2)))).toBe(
      'tensor([-1,  2], dtype=torch.int32)',
    );
    expect(String(new Tensor('float64', [1], Float64Array.of(0.1)))).toBe(
      'tensor([0.1000], dtype=torch.float64)',
    );
    expect(String(new Tensor('int64', [0], new BigInt64Array(0)))).toBe('tensor([], dtype=torch.int64)');
    expect(floats([2, 0], [])).toBe('tensor([], size=(2, 0))');
  });

  it('separates the slices of higher axes by empty lines', () => {
    expect(floats([2, 1, 2], [1, 2, 3, 4])).toBe('tensor([[[1., 2.]],\n\n        [[3., 4.]]])');
  });

  it('chooses the notation from the shown elements only', () => {
    expect(
      floats(
        [1001],
        count(1001, (i) => (i === 500 ? 1e9 : 0.5)),
      ),
    ).toBe('tensor([0.5000, 0.5000, 0.5000,  ..., 0.5000, 0.5000, 0.5000])');
  });
});

describe('a tensor', () => {
  it('refuses a shape that does not fit its data', () => {
    expect(() => floats([2, 2], [1, 2, 3])).toThrow('[2, 2] has 4 elements, but 3 were given');
  });

  it('gives its rows as views, the last at -1', () => {
    const matrix = new Tensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4), 'webgpu:0');
    expect(String(matrix.at(-1))).toBe("tensor([3., 4.], device='webgpu:0')");
    expect(String(matrix.at(0).at(1))).toBe("tensor(2., device='webgpu:0')");
    expect(() => matrix.at(2)).toThrow('Index 2 is out of range');
  });
});
