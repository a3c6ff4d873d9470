import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';

const ONE_FILE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/** Weights as other programs store them; PyTorch's are pickles, which can run code when they are opened. */
const OTHER_WEIGHTS =
  /^(pytorch_model.*\.bin|tf_model.*\.h5|flax_model.*\.msgpack|.*\.(pt|pth|ckpt|ckpt\.index))$/;

interface WeightFiles {
  /** Files of the folder, index included. */
  readonly names: readonly string[];
  /** Path of each safetensors file by its name. */
  readonly shards: ReadonlyMap<string, string>;
  /** File of each tensor, as the index says; null where there is one file only. */
  readonly owners: ReadonlyMap<string, string> | null;
}

/**
 * Finds the weights of a model folder: one safetensors file, or shards with Hugging Face's index.
 *
 * @throws StudioError `unsupported_weights`, `missing_weights`, `invalid_index`.
 */
export async function findWeightFiles(folder: string): Promise<WeightFiles> {
  const present = await namesIn(folder);
  if (present.includes(ONE_FILE)) {
    return { names: [ONE_FILE], shards: new Map([[ONE_FILE, join(folder, ONE_FILE)]]), owners: null };
  }
  if (!present.includes(INDEX)) throw await noWeights(folder, present);
  const owners = await readIndex(join(folder, INDEX));
  const shards = [...new Set(owners.values())].sort();
  const absent = shards.filter((name) => !present.includes(name));
  if (absent.length > 0) {
    throw new StudioError(
      'missing_weights',
      `${folder} lacks ${absent.join(', ')}, which ${INDEX} names. Get the missing files of the model.`,
      { details: { folder, files: absent } },
    );
  }
  return {
    names: [INDEX, ...shards],
    shards: new Map(shards.map((name) => [name, join(folder, name)])),
    owners,
  };
}

async function readIndex(path: string): Promise<Map<string, string>> {
  const invalid = (problem: string, cause?: unknown) =>
    new StudioError('invalid_index', `${path} cannot be used: ${problem}. Get it again.`, {
      details: { file: path },
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw invalid('it is not valid JSON', cause);
  }
  const map = (json as { weight_map?: unknown } | null)?.weight_map;
  const entries = typeof map === 'object' && map !== null ? Object.entries(map) : [];
  if (entries.length === 0) throw invalid('it has no weight_map');
  // A shard is a file of the same folder: an index must not lead elsewhere.
  const stray = entries.find(([, file]) => typeof file !== 'string' || !/^[^/\\]+\.safetensors$/.test(file));
  if (stray)
    throw invalid(`it places "${stray[0]}" in ${JSON.stringify(stray[1])}, which is no safetensors file`);
  return new Map(entries as [string, string][]);
}

async function noWeights(folder: string, present: readonly string[]): Promise<StudioError> {
  const other = present.filter((name) => OTHER_WEIGHTS.test(name)).sort()[0];
  if (!other) {
    return new StudioError(
      'missing_weights',
      `${folder} has no weights: neither ${ONE_FILE} nor ${INDEX}. Get the whole model folder.`,
      { details: { folder } },
    );
  }
  const model = await architectureOf(folder);
  return new StudioError(
    'unsupported_weights',
    `${join(folder, other)} is not a safetensors file, and files of its kind can run code when they are opened. ` +
      'Convert the model once, in Python with transformers: ' +
      `from transformers import ${model}; ${model}.from_pretrained("${folder}").save_pretrained("${folder}")`,
    { details: { folder, file: other } },
  );
}

/** The class that keeps all of the model's weights, its head included. */
async function architectureOf(folder: string): Promise<string> {
  try {
    const { architectures } = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    return /^\w+$/.test(architectures[0]) ? architectures[0] : 'AutoModel';
  } catch {
    return 'AutoModel';
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new StudioError(
      'missing_weights',
      `${folder} cannot be opened as a folder: ${(cause as Error).message}.`,
      {
        details: { folder },
        cause,
      },
    );
  }
}
