import { StudioError } from '../../app/errors.ts';
import { SafetensorsFile } from './safetensors.ts';
import type { StoredTensor } from './safetensors-header.ts';
import { findWeightFiles } from './weight-files.ts';

const SCALE = '.scale';

/** The weights of a model folder, whatever files and types they are stored in. Close it after use. */
export class CheckpointWeights {
  readonly folder: string;
  /** Names of the files in the folder, index included. */
  readonly fileNames: readonly string[];
  readonly #files: readonly SafetensorsFile[];
  readonly #owners: ReadonlyMap<string, SafetensorsFile>;

  private constructor(
    folder: string,
    fileNames: readonly string[],
    files: readonly SafetensorsFile[],
    owners: ReadonlyMap<string, SafetensorsFile>,
  ) {
    this.folder = folder;
    this.fileNames = fileNames;
    this.#files = files;
    this.#owners = owners;
  }

  /**
   * Opens `model.safetensors`, or the shards that `model.safetensors.index.json` names. Reads headers only.
   *
   * @throws StudioError `unsupported_weights` where there are only pickled files, `missing_weights`,
   * `invalid_index`, `missing_file`, `invalid_safetensors`.
   */
  static async open(folder: string): Promise<CheckpointWeights> {
    const { names, shards, owners } = await findWeightFiles(folder);
    const files = new Map<string, SafetensorsFile>();
    try {
      for (const [name, path] of shards) files.set(name, await SafetensorsFile.open(path));
      return new CheckpointWeights(folder, names, [...files.values()], tensorOwners(files, owners));
    } catch (error) {
      for (const file of files.values()) await file.close();
      throw error;
    }
  }

  /** Every weight and its shape; the scales of quantized weights are not weights of their own. */
  get shapes(): Map<string, readonly number[]> {
    const names = [...this.#owners.keys()].filter((name) => !this.#isScale(name));
    return new Map(names.map((name) => [name, this.#owners.get(name)!.tensor(name).shape]));
  }

  /** Decodes a weight to float32 into `target`, which must have its size; 8-bit groups are multiplied by their scales. */
  async readInto(name: string, target: Float32Array): Promise<void> {
    const file = this.#owners.get(name);
    if (!file) throw new StudioError('missing_tensor', `The checkpoint has no weight named "${name}".`);
    const stored = file.tensor(name);
    if (stored.type !== 'I8') return file.readInto(name, target);
    const scales = this.#owners.get(name + SCALE);
    if (!scales) {
      throw invalidScales(file, name, `are missing, so its 8-bit values mean nothing`);
    }
    checkScales(file, stored, scales.tensor(name + SCALE));
    await file.readInto(name, target, await scales.read(name + SCALE));
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
  }

  #isScale(name: string): boolean {
    const weight = name.slice(0, -SCALE.length);
    return name.endsWith(SCALE) && this.#owners.get(weight)?.tensor(weight).type === 'I8';
  }
}

/** Which file holds each tensor: as the index says, or as the one file does. */
function tensorOwners(
  files: ReadonlyMap<string, SafetensorsFile>,
  index: ReadonlyMap<string, string> | null,
): Map<string, SafetensorsFile> {
  if (!index) {
    return new Map(
      [...files.values()].flatMap((file) => [...file.tensors.keys()].map((name) => [name, file])),
    );
  }
  for (const [name, shard] of index) {
    if (files.get(shard)!.tensors.has(name)) continue;
    throw new StudioError(
      'invalid_index',
      `${files.get(shard)!.path} has no tensor "${name}", though the index says so. Get the index and the shards again, from one place.`,
      { details: { file: files.get(shard)!.path, name } },
    );
  }
  return new Map([...index].map(([name, shard]) => [name, files.get(shard)!]));
}

/** Weight `[out, in]` wants scales `[out, in / group]`. */
function checkScales(file: SafetensorsFile, weight: StoredTensor, scales: StoredTensor): void {
  const group = weight.shape.at(-1)! / scales.shape.at(-1)!;
  const sameRows = weight.shape.slice(0, -1).join() === scales.shape.slice(0, -1).join();
  if (sameRows && weight.shape.length === scales.shape.length && Number.isInteger(group)) return;
  throw invalidScales(
    file,
    weight.name,
    `have the shape [${scales.shape.join(', ')}], which does not fit [${weight.shape.join(', ')}]`,
  );
}

function invalidScales({ path }: SafetensorsFile, name: string, problem: string): StudioError {
  return new StudioError(
    'invalid_safetensors',
    `${path} cannot be used: the scales of "${name}" ${problem}. Get the model again.`,
    { details: { file: path, name } },
  );
}
