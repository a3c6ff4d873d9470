import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ByHand, HubKind } from '../../app/contract/hub.ts';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { formatOfName } from '../../app/data/formats/detect.ts';
import { StudioError } from '../../app/errors.ts';
import { isHubId } from '../hub/hub-client.ts';
import { downloadSnapshot, type SnapshotOptions } from '../hub/snapshot.ts';
import { datasetFiles, modelFiles } from '../hub/wanted-files.ts';
import { loadDataset } from '../storage/datasets.ts';
import { importModel } from '../storage/import-model.ts';
import type { ListedModel } from '../storage/models.ts';
import { keepDataset } from '../storage/own-datasets.ts';
import { userFolder } from '../storage/paths.ts';
import { inTemporaryFolder } from '../storage/temporary-folder.ts';
import { extractZip } from '../storage/zip.ts';

interface SourceOptions extends SnapshotOptions {
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
    if (!isArchive(source)) return importModel(source, options.name);
    return inTemporaryFolder('unpacked', async (folder) => {
      await extractZip(source, folder);
      return importModel((await modelFolderIn(folder)) ?? folder, options.name ?? stemOf(source));
    });
  }
  checkHubId(source);
  const { revision = 'main' } = options;
  const { folder, id } = await orCarried(
    downloadSnapshot({ kind: 'models', id: source, revision }, modelFiles, {
      keepIn: userFolder(),
      ...options,
    }),
    byHand('models', source, revision, options.endpoint),
    'models import FOLDER',
  );
  return importModel(folder, options.name ?? basename(id));
}

/**
 * Takes in a dataset among the person's own: a file, a folder, a zip of one, or one configuration of a dataset on the
 * Hugging Face Hub, as `mrpc` of `nyu-mll/glue`.
 *
 * @returns the name it is known by.
 * @throws StudioError of `loadDataset`, `extractZip` and `downloadSnapshot`; nothing is kept then.
 */
export async function importDatasetFrom(
  source: string,
  configuration: string | null,
  { columns = {}, ...options }: SourceOptions & { readonly columns?: ColumnOverrides } = {},
): Promise<string> {
  if (existsSync(source)) {
    const about = { title: options.name ?? stemOf(source), columns, source: basename(source) };
    if (!isArchive(source)) return keepChecked(source, about);
    return inTemporaryFolder('unpacked', async (folder) => {
      await extractZip(source, folder);
      return keepChecked(folder, about);
    });
  }
  checkHubId(source);
  const { revision = 'main' } = options;
  const { folder, files, id } = await orCarried(
    downloadSnapshot(
      { kind: 'datasets', id: source, revision },
      (name, all) => datasetFiles(name, all, configuration),
      { keepIn: userFolder(), ...options },
    ),
    byHand('datasets', source, revision, options.endpoint),
    'datasets import FOLDER',
  );
  return keepChecked(join(folder, dirname(files[0]!.path)), {
    title: options.name ?? [id, configuration].filter((part) => part !== null).join(' '),
    columns,
    source: hubSource(id, configuration),
  });
}

/** Where a dataset came from, as its card says it. */
export function hubSource(id: string, configuration: string | null): string {
  return `${[id, configuration].filter((part) => part !== null).join(' ')} on the Hugging Face Hub`;
}

/** The folder of a model in an archive that was unpacked: its top, or the one folder there; null where it holds none. */
export async function modelFolderIn(folder: string): Promise<string | null> {
  if (existsSync(join(folder, 'config.json'))) return folder;
  const [only, ...others] = await readdir(folder);
  const inside = only !== undefined && others.length === 0 ? join(folder, only) : null;
  return inside !== null && existsSync(join(inside, 'config.json')) ? inside : null;
}

/** What of a repository to bring on a stick where there is no network. */
export function byHand(
  kind: HubKind,
  id: string,
  revision: string,
  endpoint = 'https://huggingface.co',
): ByHand {
  const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'model.safetensors'];
  return kind === 'models'
    ? { address: `${endpoint}/${id}/tree/${revision}`, files }
    : { address: `${endpoint}/datasets/${id}/tree/${revision}`, files: ['the data files'] };
}

async function keepChecked(
  path: string,
  about: { readonly title: string; readonly columns: ColumnOverrides; readonly source: string },
): Promise<string> {
  const dataset = await loadDataset(path, about.columns);
  const rows = Object.values(dataset.splits).reduce((sum, split) => sum + split.rows.length, 0);
  return keepDataset(path, { ...about, task: dataset.columns.task, rows, division: null });
}

/** What ends as files do is a file, also where it is not there: its name is not to be asked of a server. */
function checkHubId(source: string): void {
  if (isHubId(source) && !isArchive(source) && formatOfName(source) === null) return;
  throw new StudioError(
    'missing_file',
    `There is no file, folder or zip "${source}", and it is no name on the Hugging Face Hub either.`,
  );
}

export function isArchive(name: string): boolean {
  return name.toLowerCase().endsWith('.zip');
}

function stemOf(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '');
}

/** Without a network, says what to bring on a stick and where to. */
async function orCarried<Result>(arriving: Promise<Result>, bring: ByHand, command: string): Promise<Result> {
  try {
    return await arriving;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'hub_unreachable') throw error;
    const [last, ...others] = bring.files.toReversed();
    const files = others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
    throw new StudioError(
      error.code,
      `${error.message} Behind a proxy, set HTTPS_PROXY; for a mirror, HF_ENDPOINT. Without a network: on a computer that has one, ` +
        `save ${files} from ${bring.address} in a folder, bring it here on a stick, and run: npm start -- ${command}`,
      { cause: error, details: error.details },
    );
  }
}
