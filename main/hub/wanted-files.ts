import { StudioError } from '../../app/errors.ts';
import type { HubFile } from './hub-client.ts';

const MODEL_FILES =
  /^(config\.json|tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|vocab\.txt|README\.md|LICENSE(\.txt)?|NOTICE|model(-\d{5}-of-\d{5})?\.safetensors(\.index\.json)?)$/;
const PICKLED = /\.(bin|pt|pth|ckpt|pkl|h5|msgpack)$/;
const DATA_FILES = /\.(parquet|csv|tsv|jsonl?|conll|iob2?)$/;

/**
 * What of a model's repository makes a model folder: configuration, tokenizer, weights in safetensors, documents.
 *
 * @throws StudioError `no_safetensors` where the weights are there in formats that can run code, or not at all.
 */
export function modelFiles(id: string, files: readonly HubFile[]): readonly HubFile[] {
  const wanted = files.filter(({ path }) => MODEL_FILES.test(path));
  if (wanted.some(({ path }) => path.endsWith('.safetensors'))) return wanted;
  const pickled = files.find(({ path }) => PICKLED.test(path));
  throw new StudioError(
    'no_safetensors',
    pickled
      ? `${id} has its weights only as ${pickled.path}, a format that can run code when it is opened. Choose a repository with model.safetensors, or convert it where you trust it.`
      : `${id} has no model.safetensors, so there are no weights to load.`,
    { details: { id } },
  );
}

/**
 * The data files of one configuration of a dataset, as `mrpc` of `nyu-mll/glue`: those in a folder of that name, or
 * all at the top where it has but one.
 *
 * @throws StudioError `no_data_files`, `which_configuration` listing what there is.
 */
export function datasetFiles(
  id: string,
  files: readonly HubFile[],
  configuration: string | null,
): readonly HubFile[] {
  const data = files.filter(({ path }) => DATA_FILES.test(path));
  if (data.length === 0) {
    const message = `${id} has no data files that can be read here (Parquet, CSV, TSV, JSON, CoNLL). It may be made by a script, which is never run.`;
    throw new StudioError('no_data_files', message, { details: { id } });
  }
  const names = configurationsOf(data);
  const chosen = configuration ?? (names.length === 1 ? names[0]! : null);
  if (chosen !== null && names.includes(chosen)) return data.filter((file) => nameOf(file) === chosen);
  throw new StudioError(
    'which_configuration',
    `${chosen === null ? `${id} has several configurations` : `${id} has no configuration "${chosen}"`}: ${names.join(', ')}. Name one of them.`,
    { details: { id, configurations: names } },
  );
}

/** The configurations whose data files are among these, in the order of the listing. */
export function configurationsOf(files: readonly HubFile[]): readonly string[] {
  return [...new Set(files.filter(({ path }) => DATA_FILES.test(path)).map(nameOf))];
}

/** The folder a file is in names its configuration. */
function nameOf({ path }: HubFile): string {
  return path.split('/').slice(0, -1).join('/') || 'default';
}
