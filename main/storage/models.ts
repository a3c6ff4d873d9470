import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import {
  type BertConfig,
  type CheckpointHead,
  parseBertConfig,
  parseCheckpointHead,
} from '../../app/models/bert/config.ts';
import { matchWeights } from '../../app/models/bert/match-weights.ts';
import { encoderParameters } from '../../app/models/bert/parameters.ts';
import { BertTokenizer, checkVocabulary } from '../../app/tokenization/bert-tokenizer.ts';
import { writeFolderAtomic } from './atomic.ts';
import { CheckpointWeights } from './checkpoint-weights.ts';
import { resourcesFolder, userFolder } from './paths.ts';

/** What the studio knows of an embedded model beyond its files. */
export interface ModelCard {
  readonly title: string;
  readonly description: string;
  readonly parameters: number;
  /** How the weights are stored, e.g. `8-bit weights`. */
  readonly weights: string;
  readonly licence: string;
  readonly recommended_learning_rate: number;
  readonly recommendation: string;
}

export interface ListedModel {
  readonly name: string;
  readonly folder: string;
  readonly origin: 'embedded' | 'imported';
  readonly bytes: number;
  readonly card: ModelCard | null;
}

export interface ModelFolder {
  readonly name: string;
  readonly folder: string;
  readonly config: BertConfig;
  /** config.json as it is, for exports. */
  readonly rawConfig: Readonly<Record<string, unknown>>;
  readonly checkpointHead: CheckpointHead;
  readonly tokenizer: BertTokenizer;
  readonly card: ModelCard | null;
}

/** The files that make a tokenizer; a model folder has `tokenizer.json`, `vocab.txt` or both. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'vocab.txt',
] as const;
const MODEL_FILES = /^(config\.json|README\.md|model.*\.safetensors|model\.safetensors\.index\.json)$/;

/** Embedded models first, then a person's own. */
export async function listModels(): Promise<ListedModel[]> {
  const cards = await embeddedCards();
  const embedded = Object.entries(cards).map(([name, card]) =>
    listed(name, join(resourcesFolder(), 'models', name), 'embedded', card),
  );
  const own = await readdir(importsFolder()).catch(() => []);
  const imported = own
    .filter((name) => !name.startsWith('.'))
    .map((name) => listed(name, join(importsFolder(), name), 'imported', null));
  return Promise.all([...embedded, ...imported]);
}

/**
 * Opens a model by the name of an embedded or imported one, or by a folder's path.
 *
 * @throws StudioError `unknown_model` listing what there is, and whatever is wrong with its files.
 */
export async function openModel(nameOrPath: string): Promise<ModelFolder> {
  const known = (await listModels()).find(({ name }) => name === nameOrPath);
  if (known) return readModelFolder(known.folder, known.name, known.card);
  if (existsSync(nameOrPath))
    return readModelFolder(resolve(nameOrPath), basename(resolve(nameOrPath)), null);
  const names = (await listModels()).map(({ name }) => name).join(', ');
  throw new StudioError(
    'unknown_model',
    `There is no model named "${nameOrPath}" and no such folder. Models here: ${names}. Import others with: models import FOLDER.`,
  );
}

/** Checks everything about a model folder, then copies it among the person's models under `name`. */
export async function importModel(folder: string, name = basename(resolve(folder))): Promise<ListedModel> {
  if (!/^[\w.-]+$/.test(name) || name.startsWith('.')) {
    throw new StudioError(
      'invalid_name',
      `"${name}" cannot be a model's name. Use letters, digits, dots, dashes and underscores.`,
    );
  }
  if ((await listModels()).some((model) => model.name === name)) {
    throw new StudioError('already_exists', `There is already a model named "${name}". Give another name.`);
  }
  const model = await readModelFolder(resolve(folder), name, null);
  await checkWeights(model);
  const target = join(importsFolder(), name);
  await writeFolderAtomic(target, async (temporary) => {
    for (const file of await readdir(folder)) {
      if (!MODEL_FILES.test(file) && !(TOKENIZER_FILES as readonly string[]).includes(file)) continue;
      await copyFile(join(folder, file), join(temporary, file));
    }
  });
  return listed(name, target, 'imported', null);
}

async function readModelFolder(folder: string, name: string, card: ModelCard | null): Promise<ModelFolder> {
  if (!(await stat(folder)).isDirectory()) {
    throw new StudioError(
      'not_a_model',
      `${folder} is a file. A model is a folder with config.json, weights and a tokenizer.`,
    );
  }
  const configPath = join(folder, 'config.json');
  const rawConfig = await readJson(configPath);
  if (rawConfig === undefined) {
    throw new StudioError(
      'not_a_model',
      `${folder} has no config.json, so it is not a Hugging Face model folder.`,
      { details: { folder } },
    );
  }
  const config = parseBertConfig(rawConfig, configPath);
  const vocabulary = join(folder, 'vocab.txt');
  const tokenizer = new BertTokenizer({
    tokenizerJson: await readJson(join(folder, 'tokenizer.json')),
    tokenizerConfig: await readJson(join(folder, 'tokenizer_config.json')),
    ...(existsSync(vocabulary) ? { vocabText: await readFile(vocabulary, 'utf8') } : {}),
  });
  checkVocabulary(tokenizer, config.vocab_size);
  const checkpointHead = parseCheckpointHead(rawConfig);
  return {
    name,
    folder,
    config,
    rawConfig: rawConfig as ModelFolder['rawConfig'],
    checkpointHead,
    tokenizer,
    card,
  };
}

/** Every encoder weight must be there in its shape; what a head lacks is made new when it is needed. */
async function checkWeights({ folder, config }: ModelFolder): Promise<void> {
  const weights = await CheckpointWeights.open(folder);
  const { missing, mismatched } = matchWeights(encoderParameters(config), weights.shapes).report;
  await weights.close();
  const [wrong] = mismatched;
  if (wrong) {
    throw new StudioError(
      'mismatched_weights',
      `${folder}: "${wrong.name}" has the shape [${wrong.checkpoint.join(', ')}], but config.json asks for [${wrong.model.join(', ')}]. ` +
        'Use the config.json that belongs to the weights.',
      { details: { folder, name: wrong.name } },
    );
  }
  if (missing.length > 0) {
    throw new StudioError(
      'missing_weights',
      `${folder}: the weights lack ${missing.length} of the encoder's tensors, the first being "${missing[0]}". They may belong to another model.`,
      { details: { folder, missing } },
    );
  }
}

function importsFolder(): string {
  return join(userFolder(), 'models');
}

async function embeddedCards(): Promise<Record<string, ModelCard>> {
  return JSON.parse(await readFile(join(resourcesFolder(), 'models', 'models.json'), 'utf8'));
}

async function listed(
  name: string,
  folder: string,
  origin: ListedModel['origin'],
  card: ModelCard | null,
): Promise<ListedModel> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return { name, folder, origin, bytes: sizes.reduce((sum, size) => sum + size, 0), card };
}

/** Undefined where there is no such file. */
async function readJson(path: string): Promise<unknown> {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new StudioError('invalid_json', `${path} is not valid JSON: ${(cause as Error).message}.`, {
      details: { file: path },
      cause,
    });
  }
}
