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
  const folderOf = ({ path }: HubFile) => path.split('/').slice(0, -1).join('/');
  const folders = [...new Set(data.map(folderOf))];
  const names = folders.map((folder) => (folder === '' ? 'default' : folder));
  const chosen = configuration ?? (folders.length === 1 ? names[0]! : null);
  const folder = folders[names.indexOf(chosen ?? '')];
  if (folder !== undefined) return data.filter((file) => folderOf(file) === folder);
  throw new StudioError(
    'which_configuration',
    `${chosen === null ? `${id} has several configurations` : `${id} has no configuration "${chosen}"`}: ${names.join(', ')}. Name one of them.`,
    { details: { id, configurations: names } },
  );
}
