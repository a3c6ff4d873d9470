import { cp, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { StudioError } from '../../app/errors.ts';
import { writeFileAtomic } from './atomic.ts';
import type { DatasetCard } from './datasets.ts';
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
  columns: z.record(z.string(), z.string()),
});

export interface OwnDataset {
  readonly name: string;
  readonly path: string;
  readonly card: DatasetCard;
  /** What the person said about the columns when it was opened. */
  readonly columns: ColumnOverrides;
}

const folder = () => join(userFolder(), 'datasets');
const trash = () => join(folder(), '.trash');

/** Datasets a person opened, each a folder with the untouched file and what is known about it. */
export async function listOwnDatasets(): Promise<OwnDataset[]> {
  const entries = await readdir(folder(), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const found = await Promise.all(names.map(({ name }) => readOwnDataset(name).catch(() => null)));
  return found.filter((dataset) => dataset !== null);
}

async function readOwnDataset(name: string): Promise<OwnDataset> {
  const file = join(folder(), name, FILE);
  const { title, task, rows, source, importedAt, columns } = schema.parse(
    JSON.parse(await readFile(file, 'utf8')),
  );
  const data = (await readdir(join(folder(), name))).find((entry) => entry.startsWith('data'));
  return {
    name,
    path: join(folder(), name, data!),
    card: {
      title,
      task,
      rows,
      description: `Opened from ${source} on ${importedAt.slice(0, 10)}.`,
      origin: 'Your own file, kept unchanged; edited labels lie beside it.',
      licence: 'Not known to the studio: as the file you opened.',
      limits: 'Look at the balance of its labels and at repeated rows before training on it.',
    },
    columns: columns as ColumnOverrides,
  };
}

/** Takes a copy of a data file. @returns the name it is known by. */
export async function keepDataset(
  path: string,
  about: {
    readonly title: string;
    readonly task: string;
    readonly rows: number;
    readonly columns: ColumnOverrides;
  },
): Promise<string> {
  const stem = about.title.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-|-$/g, '') || 'data';
  const name = await freeName(stem.slice(0, 60));
  const target = join(folder(), name);
  await mkdir(target, { recursive: true });
  await cp(path, join(target, `data${extname(path)}`), { mode: 2 });
  const record = { version: VERSION, ...about, source: basename(path), importedAt: new Date().toISOString() };
  await writeFileAtomic(join(target, FILE), JSON.stringify(record, null, 2));
  return name;
}

/** To the trash, from which `restoreDataset` takes it back. */
export async function removeDataset(name: string): Promise<void> {
  await mkdir(trash(), { recursive: true });
  await rename(join(folder(), name), join(trash(), name)).catch((cause) => {
    throw new StudioError('not_removable', `"${name}" is not a dataset you opened, so it stays.`, { cause });
  });
}

export async function restoreDataset(name: string): Promise<void> {
  await rename(join(trash(), name), join(folder(), name));
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
