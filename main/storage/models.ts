import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import {
  type BertConfig,
  type CheckpointHead,
  parseBertConfig,
  parseCheckpointHead,
} from '../../app/models/bert/config.ts';
import { BertTokenizer, checkVocabulary } from '../../app/tokenization/bert-tokenizer.ts';
import { bytesOf } from './bytes-of.ts';
import { embeddedCards } from './embedded-cards.ts';
import { AT_ONCE } from './json-file.ts';
import { resourcesFolder, userFolder } from './paths.ts';

/** What the studio knows of an embedded model beyond its files. */
interface ModelCard {
  readonly title: string;
  readonly description: string;
  readonly parameters: number;
  /** How the weights are stored, e.g. `8-bit weights`. */
  readonly weights: string;
  /** Name of the original on the Hugging Face Hub, which scripts for other programs start from. */
  readonly hub: string;
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

/** A model but for its tokenizer, whose vocabulary takes longer to read than all the rest. */
export interface ModelDescription {
  readonly name: string;
  readonly folder: string;
  readonly config: BertConfig;
  /** config.json as it is, for exports. */
  readonly rawConfig: Readonly<Record<string, unknown>>;
  readonly checkpointHead: CheckpointHead;
  readonly card: ModelCard | null;
}

export interface ModelFolder extends ModelDescription {
  readonly tokenizer: BertTokenizer;
}

/** The files that make a tokenizer; a model folder has `tokenizer.json`, `vocab.txt` or both. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'vocab.txt',
] as const;

/** Embedded models first, then a person's own. */
export async function listModels(): Promise<ListedModel[]> {
  const cards = await embeddedCards<ModelCard>('models');
  const embedded = Object.entries(cards).map(([name, card]) =>
    listed(name, join(resourcesFolder(), 'models', name), 'embedded', card),
  );
  const imported = (await importedNames()).map((name) =>
    listed(name, join(importsFolder(), name), 'imported', null),
  );
  return Promise.all([...embedded, ...imported]);
}

/**
 * Opens a model by the name of an embedded or imported one, by what an embedded one is called on the Hugging Face Hub, or
 * by a folder's path.
 *
 * @throws StudioError `unknown_model` listing what there is, and whatever is wrong with its files.
 */
export async function openModel(nameOrPath: string): Promise<ModelFolder> {
  return withTokenizer(await describeModel(nameOrPath));
}

/** The same without the tokenizer, where nothing is asked of the model yet. */
export async function describeModel(nameOrPath: string): Promise<ModelDescription> {
  const known = (await listModels()).find(
    ({ name, card }) => name === nameOrPath || card?.hub === nameOrPath,
  );
  if (known) return readModelFolder(known.folder, known.name, known.card);
  if (existsSync(nameOrPath))
    return readModelFolder(resolve(nameOrPath), basename(resolve(nameOrPath)), null);
  const names = (await listModels()).map(({ name }) => name).join(', ');
  throw new StudioError(
    'unknown_model',
    `There is no model named "${nameOrPath}" and no such folder. Models here: ${names}. Import others with: models import, and a folder, a zip or a name on the Hugging Face Hub.`,
  );
}

/** @throws StudioError `not_a_model`, and whatever is wrong with config.json. */
export async function readModelFolder(
  folder: string,
  name: string,
  card: ModelCard | null,
): Promise<ModelDescription> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    const message = `${folder} is ${found ? 'a file' : 'not there'}. A model is a folder with config.json, weights and a tokenizer.`;
    throw new StudioError('not_a_model', message, { details: { folder } });
  }
  const configPath = join(folder, 'config.json');
  const rawConfig = await readJson(configPath);
  if (rawConfig === undefined) {
    const message = existsSync(join(folder, 'run.json'))
      ? `${folder} is the folder of a run, not of a model. Give one of its checkpoints: a folder in ${join(folder, 'checkpoints')}.`
      : `${folder} has no config.json, so it is not a Hugging Face model folder.`;
    throw new StudioError('not_a_model', message, { details: { folder } });
  }
  return {
    name,
    folder,
    config: parseBertConfig(rawConfig, configPath),
    rawConfig: rawConfig as ModelFolder['rawConfig'],
    checkpointHead: parseCheckpointHead(rawConfig),
    card,
  };
}

/** @throws StudioError whatever is wrong with the tokenizer's files, naming the folder. */
export async function withTokenizer(model: ModelDescription): Promise<ModelFolder> {
  const { folder, config } = model;
  const vocabulary = join(folder, 'vocab.txt');
  const files = {
    tokenizerJson: await readJson(join(folder, 'tokenizer.json')),
    tokenizerConfig: await readJson(join(folder, 'tokenizer_config.json')),
    ...(existsSync(vocabulary)
      ? { vocabText: await readFile(vocabulary, { encoding: 'utf8', flag: AT_ONCE }) }
      : {}),
  };
  return inFolder(folder, () => {
    const tokenizer = new BertTokenizer(files);
    checkVocabulary(tokenizer, config.vocab_size);
    return { ...model, tokenizer };
  });
}

/** Says of what is wrong with a model where it lies. */
function inFolder<Value>(folder: string, open: () => Value): Value {
  try {
    return open();
  } catch (cause) {
    if (!(cause instanceof StudioError)) throw cause;
    throw new StudioError(cause.code, `${folder}: ${cause.message}`, {
      details: { folder, ...cause.details },
      cause,
    });
  }
}

/** Where models are that a person took in. */
export function importsFolder(): string {
  return join(userFolder(), 'models');
}

/** Folders that hold a model; anything else that lies there is left alone. */
async function importedNames(): Promise<string[]> {
  const names = await readdir(importsFolder()).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.') && existsSync(join(importsFolder(), name, 'config.json')))
    .sort();
}

async function listed(
  name: string,
  folder: string,
  origin: ListedModel['origin'],
  card: ModelCard | null,
): Promise<ListedModel> {
  return { name, folder, origin, bytes: await bytesOf(folder), card };
}

/** Undefined where there is no such file. */
async function readJson(path: string): Promise<unknown> {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, { encoding: 'utf8', flag: AT_ONCE }));
  } catch (cause) {
    throw new StudioError('invalid_json', `${path} is not valid JSON: ${(cause as Error).message}.`, {
      details: { file: path },
      cause,
    });
  }
}
