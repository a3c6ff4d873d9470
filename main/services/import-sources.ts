import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { isHubId } from '../hub/hub-client.ts';
import { downloadSnapshot, type SnapshotOptions } from '../hub/snapshot.ts';
import { datasetFiles, modelFiles } from '../hub/wanted-files.ts';
import { loadDataset } from '../storage/datasets.ts';
import { importModel, type ListedModel } from '../storage/models.ts';
import { keepDataset } from '../storage/own-datasets.ts';
import { inTemporaryFolder } from '../storage/temporary-folder.ts';
import { extractZip } from '../storage/zip.ts';

export interface SourceOptions extends SnapshotOptions {
  /** Its name here. */
  readonly name?: string | undefined;
  /** Branch, tag or commit on the Hub. */
  readonly revision?: string | undefined;
}

/**
 * Takes in a model from a folder, a zip of one, or the Hugging Face Hub.
 *
 * @throws StudioError of `importModel`, `extractZip` and `downloadSnapshot`; without a network it says what to carry here.
 */
export async function importModelFrom(source: string, options: SourceOptions = {}): Promise<ListedModel> {
  if (existsSync(source)) {
    if (!source.toLowerCase().endsWith('.zip')) return importModel(source, options.name);
    return inTemporaryFolder('unpacked', async (folder) => {
      await extractZip(source, folder);
      return importModel(
        await modelFolderIn(folder),
        options.name ?? basename(source).slice(0, -'.zip'.length),
      );
    });
  }
  if (!isHubId(source)) {
    throw new StudioError(
      'missing_file',
      `There is no folder or zip ${source}, and it is no name on the Hugging Face Hub either.`,
    );
  }
  const { revision = 'main' } = options;
  const { folder, id } = await orCarried(
    downloadSnapshot({ kind: 'models', id: source, revision }, modelFiles, options),
    `config.json, tokenizer.json, tokenizer_config.json, vocab.txt and model.safetensors from https://huggingface.co/${source}/tree/${revision}`,
    'models import FOLDER',
  );
  return importModel(folder, options.name ?? basename(id));
}

/**
 * Takes in one configuration of a dataset on the Hugging Face Hub, as `mrpc` of `nyu-mll/glue`, among the person's own.
 *
 * @returns the name it is known by.
 */
export async function importDatasetFrom(
  source: string,
  configuration: string | null,
  options: SourceOptions = {},
): Promise<string> {
  const { revision = 'main' } = options;
  const { folder, files, id } = await orCarried(
    downloadSnapshot(
      { kind: 'datasets', id: source, revision },
      (name, all) => datasetFiles(name, all, configuration),
      options,
    ),
    `the data files from https://huggingface.co/datasets/${source}/tree/${revision}`,
    'train --data FOLDER',
  );
  const path = join(folder, ...files[0]!.path.split('/').slice(0, -1));
  const dataset = await loadDataset(path);
  const rows = Object.values(dataset.splits).reduce((sum, split) => sum + split.rows.length, 0);
  const title = options.name ?? [id, configuration].filter((part) => part !== null).join(' ');
  return keepDataset(path, {
    title,
    task: dataset.columns.task,
    rows,
    columns: {},
    division: null,
    source: `${id} on the Hugging Face Hub`,
  });
}

/** A zip holds the model's files at its top, or in one folder. */
async function modelFolderIn(folder: string): Promise<string> {
  if (existsSync(join(folder, 'config.json'))) return folder;
  const [only, ...others] = await readdir(folder);
  return only !== undefined && others.length === 0 ? join(folder, only) : folder;
}

/** Without a network, says what to bring on a stick and where to. */
async function orCarried<Result>(arriving: Promise<Result>, files: string, command: string): Promise<Result> {
  try {
    return await arriving;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'hub_unreachable') throw error;
    throw new StudioError(
      error.code,
      `${error.message} Behind a proxy, set HTTPS_PROXY; for a mirror, HF_ENDPOINT. Without a network: on a computer that has one, ` +
        `save ${files} in a folder, bring it here on a stick, and run: npm start -- ${command}`,
      { cause: error, details: error.details },
    );
  }
}
