import { elementFormatter } from './format.ts';
import type { Tensor } from './tensor.ts';

// PyTorch's defaults (torch.set_printoptions).
const THRESHOLD = 1000;
const EDGE_ITEMS = 3;
const LINE_WIDTH = 80;
const PREFIX = 'tensor(';

/** Writes a tensor as PyTorch 2.15's `print` does (its `torch/_tensor_str.py`), with the default print options. */
export function printTensor(tensor: Tensor): string {
  const empty = tensor.data.length === 0;
  return withSuffixes(PREFIX + (empty ? '[]' : contents(tensor)), suffixes(tensor, empty));
}

function contents(tensor: Tensor): string {
  const { shape, data } = tensor;
  const summarize = data.length > THRESHOLD;
  const visible = (axis: number) => visibleIndices(shape[axis]!, summarize);
  const elements: (number | bigint)[] = [];
  const collect = (axis: number, offset: number, size: number): void => {
    if (axis === shape.length) elements.push(data[offset]!);
    else
      for (const i of visible(axis))
        collect(axis + 1, offset + (i * size) / shape[axis]!, size / shape[axis]!);
  };
  collect(0, 0, data.length);
  const { format, width } = elementFormatter(tensor.dtype, elements);

  const write = (axis: number, offset: number, size: number): string => {
    if (axis === shape.length) return format(data[offset]!);
    const step = size / shape[axis]!;
    const last = axis === shape.length - 1;
    const parts = visible(axis).map((i) => write(axis + 1, offset + i * step, step));
    if (parts.length < shape[axis]!) parts.splice(EDGE_ITEMS, 0, last ? ' ...' : '...');
    const indent = PREFIX.length + axis;
    const margin = ' '.repeat(indent + 1);
    if (!last) return `[${parts.join(`,${'\n'.repeat(shape.length - 1 - axis)}${margin}`)}]`;
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (width + 2)));
    return `[${chunks(parts, perLine)
      .map((line) => line.join(', '))
      .join(`,\n${margin}`)}]`;
  };
  return write(0, 0, data.length);
}

/** Along one axis: every index, or the first and last few of a long axis of a summarized tensor. */
function visibleIndices(length: number, summarize: boolean): number[] {
  const all = Array.from({ length }, (_, i) => i);
  return summarize && length > 2 * EDGE_ITEMS
    ? [...all.slice(0, EDGE_ITEMS), ...all.slice(-EDGE_ITEMS)]
    : all;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** What the elements do not say: the device unless cpu, the shape of an empty tensor, a dtype that is not the usual one. */
function suffixes({ dtype, shape, device }: Tensor, empty: boolean): string[] {
  const list = device === 'cpu' ? [] : [`device='${device}'`];
  if (empty && shape.length !== 1) list.push(`size=(${shape.join(', ')})`);
  const evident = empty ? ['float32'] : ['float32', 'int64', 'bool'];
  if (!evident.includes(dtype)) list.push(`dtype=torch.${dtype}`);
  return list;
}

function withSuffixes(text: string, list: readonly string[]): string {
  let result = text;
  let lineLength = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of list) {
    const wraps = lineLength + suffix.length + 2 > LINE_WIDTH;
    result += wraps ? `,\n${' '.repeat(PREFIX.length)}${suffix}` : `, ${suffix}`;
    lineLength = wraps ? PREFIX.length + suffix.length : lineLength + suffix.length + 2;
  }
  return `${result})`;
}
