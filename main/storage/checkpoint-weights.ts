import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { SafetensorsFile } from './safetensors.ts';

const ONE_FILE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const SCALE = '.scale';

/** The weights of a model folder, whatever files and types they are stored in. Close it after use. */
export class CheckpointWeights {
  private readonly files: readonly SafetensorsFile[];
  private readonly owners: ReadonlyMap<string, SafetensorsFile>;

  private constructor(files: readonly SafetensorsFile[]) {
    this.files = files;
    this.owners = new Map(
      files.flatMap((file) => [...file.tensors.keys()].map((name) => [name, file] as const)),
    );
  }

  /**
   * Opens `model.safetensors`, or the shards that `model.safetensors.index.json` names.
   *
   * @throws StudioError `unsupported_weights` where there are only pickled files, `missing_weights`,
   * `invalid_safetensors`.
   */
  static async open(folder: string): Promise<CheckpointWeights> {
    const names = await fileNames(folder);
    const files: SafetensorsFile[] = [];
    try {
      for (const name of names) files.push(await SafetensorsFile.open(join(folder, name)));
      return new CheckpointWeights(files);
    } catch (error) {
      for (const file of files) await file.close();
      throw error;
    }
  }

  /** Every weight and its shape; the scales of quantized weights are not weights of their own. */
  get shapes(): Map<string, readonly number[]> {
    const names = [...this.owners.keys()].filter((name) => !this.isScale(name));
    return new Map(names.map((name) => [name, this.owners.get(name)!.tensor(name).shape]));
  }

  /** Decodes a weight to float32 into `target`; 8-bit groups are multiplied by their scales. */
  async readInto(name: string, target: Float32Array): Promise<void> {
    const file = this.owners.get(name);
    if (!file) throw new StudioError('missing_tensor', `The checkpoint has no weight named "${name}".`);
    await file.readInto(name, target);
    const scales = this.owners.get(name + SCALE);
    if (scales && file.tensor(name).type === 'I8') dequantize(target, await scales.read(name + SCALE), name);
  }

  async close(): Promise<void> {
    for (const file of this.files) await file.close();
  }

  private isScale(name: string): boolean {
    const weight = name.slice(0, -SCALE.length);
    return name.endsWith(SCALE) && this.owners.get(weight)?.tensor(weight).type === 'I8';
  }
}

/** One scale for each group of consecutive values of a row: w[i] = q[i] * scale[floor(i / group)]. */
function dequantize(values: Float32Array, scales: Float32Array, name: string): void {
  const group = values.length / scales.length;
  if (!Number.isInteger(group)) {
    throw new StudioError(
      'invalid_safetensors',
      `The scales of "${name}" do not fit its ${values.length} values.`,
    );
  }
  for (let g = 0; g < scales.length; g++) {
    const scale = scales[g]!;
    for (let i = g * group; i < (g + 1) * group; i++) values[i]! *= scale;
  }
}

async function fileNames(folder: string): Promise<string[]> {
  if (existsSync(join(folder, ONE_FILE))) return [ONE_FILE];
  if (existsSync(join(folder, INDEX))) {
    const { weight_map } = JSON.parse(await readFile(join(folder, INDEX), 'utf8'));
    return [...new Set(Object.values(weight_map as Record<string, string>))].sort();
  }
  const pickled = existsSync(folder)
    ? readdirSync(folder).find((name) => /\.(bin|pt|pth|ckpt|h5)$/.test(name))
    : undefined;
  if (pickled) {
    throw new StudioError(
      'unsupported_weights',
      `${join(folder, pickled)} is not a safetensors file, and files of that kind can run code when they are opened. ` +
        'Convert it once in Python: AutoModel.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER, safe_serialization=True).',
      { details: { folder, file: pickled } },
    );
  }
  throw new StudioError('missing_weights', `${folder} has no ${ONE_FILE} and no ${INDEX}.`, {
    details: { folder },
  });
}
