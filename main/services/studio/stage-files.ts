import { cp, link, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { StudioError } from '../../../app/errors.ts';
import { makeFolder } from '../../storage/atomic.ts';
import type { SplitChoice } from '../../storage/dataset-layout.ts';

export interface StagedFile {
  readonly handle: string;
  readonly name: string;
  /** Where it lies now, perhaps under a name that tells its split. */
  readonly path: string;
  readonly split: SplitChoice;
}

export interface StagedFiles {
  /** What `loadDataset` takes. */
  readonly path: string;
  readonly files: readonly StagedFile[];
  /** What the person took them from, as they know it. */
  readonly source: string;
}

/**
 * A single file as it is, several in a folder where their names tell their splits; those of one split one after the other.
 * Without a copy where the disk allows it.
 *
 * @param folder that is made for them.
 * @throws StudioError `ambiguous_files` where none is for training, or two of one split differ in format.
 */
export async function stageFiles(
  files: readonly StagedFile[],
  folder: string,
): Promise<Pick<StagedFiles, 'path' | 'files'>> {
  const used = files.filter(({ split }) => split !== 'unused');
  const [only] = used;
  if (only && used.length === 1) {
    const as = files.map((file) => (file === only ? { ...file, split: 'train' as const } : file));
    return { path: only.path, files: as };
  }
  checkSplits(used);
  await makeFolder(folder);
  const staged = files.map(async (file) =>
    file.split === 'unused' ? file : { ...file, path: await place(file, used, folder) },
  );
  return { path: folder, files: await Promise.all(staged) };
}

/** Puts a file where its name tells its split, and which of several of that it is. */
async function place(file: StagedFile, used: readonly StagedFile[], folder: string): Promise<string> {
  const parts = used.filter(({ split }) => split === file.split);
  const number = (value: number) => String(value).padStart(5, '0');
  const part = parts.length === 1 ? '' : `-${number(parts.indexOf(file))}-of-${number(parts.length)}`;
  const isFolder = (await stat(file.path)).isDirectory();
  const path = join(folder, `${file.split}${part}${isFolder ? '' : extname(file.path)}`);
  // Of a link, as Hugging Face's cache has them, what it leads to.
  const source = await realpath(file.path);
  if (isFolder) await cp(source, path, { recursive: true });
  else await link(source, path).catch(() => cp(source, path));
  return path;
}

function checkSplits(used: readonly StagedFile[]): void {
  if (!used.some(({ split }) => split === 'train')) {
    const message = 'None of the files is given as training rows. Say which one is to be learnt from.';
    throw new StudioError('ambiguous_files', message);
  }
  const ending = ({ path }: StagedFile) => extname(path).toLowerCase();
  for (const file of used) {
    const first = used.find(({ split }) => split === file.split)!;
    if (ending(first) === ending(file)) continue;
    const message = `${first.name} and ${file.name} are both given as ${file.split} rows, and are of different formats. Choose one of them.`;
    throw new StudioError('ambiguous_files', message);
  }
}
