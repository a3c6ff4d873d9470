import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { type BertConfig, parseBertConfig } from '../../app/models/bert/config.ts';
import { type BertParameter, bertParameters } from '../../app/models/bert/parameters.ts';
import type { HeadSpec } from '../../app/models/task.ts';

/** What a test wants to store, as bytes of a safetensors type. */
export interface RawTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export const TINY_VOCABULARY = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'a',
  'good',
  'bad',
  'day',
  '##s',
];

export const TINY_CONFIG_JSON = {
  architectures: ['BertModel'],
  model_type: 'bert',
  vocab_size: TINY_VOCABULARY.length,
  hidden_size: 8,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 16,
  max_position_embeddings: 32,
};
export const TINY_CONFIG: BertConfig = parseBertConfig(TINY_CONFIG_JSON, 'config.json');

export const SENTIMENT: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['negative', 'positive'],
};

/** A folder of its own in the system's temporary folder. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bert-studio-test-'));
}

/** Value `i` of a parameter: different for every name and place, and exact in float16. */
export function tinyValue(name: string, i: number): number {
  const salt = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, 7);
  return (((i * 13 + salt) % 61) - 30) / 64;
}

export function tinyWeights(head: HeadSpec = SENTIMENT): { parameter: BertParameter; data: Float32Array }[] {
  return bertParameters(TINY_CONFIG, head).map((parameter) => ({
    parameter,
    data: Float32Array.from({ length: sizeOf(parameter.shape) }, (_, i) => tinyValue(parameter.name, i)),
  }));
}

/** All weights of a tiny classifier as float32, under the names that `rename` gives; null leaves one out. */
export function tinyTensors(
  head: HeadSpec = SENTIMENT,
  rename: (name: string) => string | null = (name) => name,
): Record<string, RawTensor> {
  const entries = tinyWeights(head).map(({ parameter, data }) => [
    rename(parameter.name),
    f32(parameter.shape, data),
  ]);
  return Object.fromEntries(entries.filter(([name]) => name !== null));
}

export function f32(shape: readonly number[], values: ArrayLike<number>): RawTensor {
  return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** A safetensors file, byte by byte as the format says, so that a test does not lean on the writer it tests. */
export function safetensorsBytes(tensors: Readonly<Record<string, RawTensor>>): Uint8Array {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
      const start = end;
      end += bytes.length;
      return [name, { dtype, shape, data_offsets: [start, end] }];
    }),
  );
  return withHeader(JSON.stringify(header), Buffer.concat(Object.values(tensors).map(({ bytes }) => bytes)));
}

export function withHeader(header: string, data: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), data]);
}

/** A Hugging Face folder with a tiny BERT; `files` replaces single files, and leaves out those that are null. */
export async function writeTinyModel(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<void> {
  const all: Readonly<Record<string, string | Uint8Array | null>> = {
    'config.json': JSON.stringify(TINY_CONFIG_JSON),
    'vocab.txt': `${TINY_VOCABULARY.join('\n')}\n`,
    'tokenizer_config.json': JSON.stringify({ do_lower_case: true, model_max_length: 32 }),
    'model.safetensors': safetensorsBytes(tinyTensors()),
    ...files,
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(all)) {
    if (content !== null) await writeFile(join(folder, name), content);
  }
}
