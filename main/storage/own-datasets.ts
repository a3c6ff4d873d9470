import { constants, cp, lstat, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { DatasetCard } from '../../app/data/dataset-card.ts';
import type { Division } from '../../app/data/splits.ts';
import { StudioError } from '../../app/errors.ts';
import { makeFolder, writeFileAtomic, writeFolderAtomic } from './atomic.ts';
import { readJsonFile } from './json-file.ts';
import { userFolder } from './paths.ts';

const VERSION = 1;
const FILE = 'dataset.json';

const schema = z.object({
  version: z.literal(VERSION),
  title: z.string(),
  task: z.string(),
  rows: z.int(),
  source: z.string(),
  importedAt: z.iso.datetime(),
  columns: z.record(z.string(), z.string().nullable()),
  labels: z.record(z.string(), z.string()).default({}),
  division: z.object({ share: z.number(), seed: z.int() }).nullable().default(null),
});

const FORMAT = { holds: 'what is known of a dataset', version: VERSION, schema };

interface OwnDataset {
  readonly name: string;
  readonly path: string;
  readonly card: DatasetCard;
  /** What the person said about the columns when it was opened. */
  readonly columns: ColumnOverrides;
  /** How its rows are divided for evaluation; null where its files say so, or nobody said. */
  readonly division: Division | null;
  readonly importedAt: string;
}

const folder = () => join(userFolder(), 'datasets');
const trash = () => join(folder(), '.trash');

/**
 * Datasets a person opened, each a folder with the untouched file or files and what is known about it; the latest first.
 *
 * @param onProblem is told which folders are left out, for they cannot be read.
 */
export async function listOwnDatasets(
  onProblem: (folder: string, error: Error) => void = () => {},
): Promise<OwnDataset[]> {
  const entries = await readdir(folder(), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const found = await Promise.all(
    names.map(({ name }) =>
      readOwnDataset(name).catch((error: unknown) => {
        onProblem(join(folder(), name), error as Error);
        return null;
      }),
    ),
  );
  return found
    .filter((dataset) => dataset !== null)
    .sort((a, b) => (a.importedAt < b.importedAt ? 1 : a.importedAt > b.importedAt ? -1 : 0));
}

async function readOwnDataset(name: string): Promise<OwnDataset> {
  const file = join(folder(), name, FILE);
  const record = await readJsonFile(file, FORMAT);
  const data = (await readdir(join(folder(), name))).find((entry) => /^data(\.|$)/.test(entry));
  if (!record || data === undefined) {
    const missing = record ? 'its data' : FILE;
    throw new StudioError(
      'damaged_file',
      `${join(folder(), name)} is no dataset any more: ${missing} is gone.`,
    );
  }
  const { title, task, rows, source, importedAt, columns, labels, division } = record;
  return {
    name,
    path: join(folder(), name, data),
    card: {
      title,
      task,
      rows,
      description: `Opened from ${source} on ${dayOf(importedAt)}.`,
      origin: 'Your own file, kept unchanged; edited labels lie beside it.',
      licence: 'Not known to the studio: as the file you opened.',
      limits: 'Look at the balance of its labels and at repeated rows before training on it.',
    },
    columns: {
      ...(columns as ColumnOverrides),
      ...(Object.keys(labels).length > 0 && { labelNames: labels }),
    },
    division,
    importedAt,
  };
}

/** `27 November 2026`. */
function dayOf(time: string): string {
  return new Date(time).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}

/** Takes a copy of a data file, or of a folder with one file a split. @returns the name it is known by. */
export async function keepDataset(
  path: string,
  about: {
    readonly title: string;
    readonly task: string;
    readonly rows: number;
    readonly columns: ColumnOverrides;
    readonly division: Division | null;
    /** What the file or files were called. */
    readonly source: string;
  },
): Promise<string> {
  const stem = about.title.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-|-$/g, '') || 'data';
  const name = await freeName(stem.slice(0, 60));
  const { labelNames: labels, ...columns } = about.columns;
  const record = {
    version: VERSION,
    ...about,
    columns,
    labels: labels ?? {},
    importedAt: new Date().toISOString(),
  };
  await writeFolderAtomic(join(folder(), name), async (target) => {
    // Without a copy of the bytes where the file system can share them.
    const mode = constants.COPYFILE_FICLONE;
    const options = { recursive: true, dereference: true, mode, preserveTimestamps: true };
    // Files are followed where they are links, as in the cache of Hugging Face; a folder may lead to everything there is.
    const filter = async (source: string) => source === path || (await isToBeKept(source));
    await cp(path, join(target, `data${extname(path)}`), { ...options, filter });
    await writeFile(join(target, FILE), JSON.stringify(record, null, 2));
  });
  return name;
}

/** Folders, and files however they are reached; neither pipes nor links to folders. */
async function isToBeKept(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isDirectory() || ((await stat(path).catch(() => null))?.isFile() ?? false);
}

/**
 * Names what the file of a person's own dataset has as labels. The file stays as it is.
 *
 * @param labels names by what the file has; those that are not there stand for themselves.
 * @throws StudioError `unknown_dataset`.
 */
export async function nameLabels(name: string, labels: Readonly<Record<string, string>>): Promise<void> {
  const file = join(folder(), name, FILE);
  const record = await readJsonFile(file, FORMAT);
  if (!record)
    throw new StudioError(
      'unknown_dataset',
      `"${name}" is not a dataset you imported, so its labels keep their names.`,
    );
  await writeFileAtomic(file, JSON.stringify({ ...record, labels }, null, 2));
}

/** What lies in the trash. */
export async function listRemovedDatasets(): Promise<
  readonly { readonly id: string; readonly title: string }[]
> {
  const names = await readdir(trash()).catch(() => []);
  const titles = names.map(async (id) => {
    const record = await readJsonFile(join(trash(), id, FILE), FORMAT).catch(() => null);
    return { id, title: record?.title ?? id };
  });
  return Promise.all(titles);
}

/** To the trash, from which `restoreDataset` takes it back. @throws StudioError `not_removable`. */
export async function removeDataset(name: string): Promise<void> {
  await makeFolder(trash());
  await rename(join(folder(), name), join(trash(), name)).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'ENOENT'
        ? `"${name}" is not a dataset you opened, so it stays.`
        : `"${name}" could not be moved to the trash (${cause.code}). Close what has its files open and try again.`;
    throw new StudioError('not_removable', why, { cause });
  });
}

/** @throws StudioError `not_restorable`. */
export async function restoreDataset(name: string): Promise<void> {
  await rename(join(trash(), name), join(folder(), name)).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'ENOENT' ? 'it is not there any more' : `its folder cannot be moved (${cause.code})`;
    throw new StudioError('not_restorable', `"${name}" stays in the trash: ${why}.`, { cause });
  });
}

async function freeName(stem: string): Promise<string> {
  const taken = new Set([
    ...(await readdir(folder()).catch(() => [])),
    ...(await readdir(trash()).catch(() => [])),
  ]);
  for (let n = 1; ; n++) {
    const name = n === 1 ? `my-${stem}` : `my-${stem}-${n}`;
    if (!taken.has(name)) return name;
  }
}
