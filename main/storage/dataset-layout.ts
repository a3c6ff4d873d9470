import { type Dirent, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatOfName, KNOWN_ENDINGS } from '../../app/data/formats/detect.ts';
import type { DataFormat } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';

export type SplitName = 'train' | 'validation' | 'test';
/** What a person says that a file is for. */
export type SplitChoice = SplitName | 'unused';

export interface SplitFile {
  readonly split: SplitName;
  readonly path: string;
  /** What the ending promises; `detectFormat` sees what it is. */
  readonly format: DataFormat;
}

interface DatasetLayout {
  /** Several of one split are its shards, in order. */
  readonly files: readonly SplitFile[];
  /** Data files that belong to no split, and are not read. */
  readonly unused: readonly string[];
}

/** As in wnut17train.conll, train-00000-of-00001.parquet, eng.testa. */
const SPLIT_NAMES: readonly [SplitName, RegExp][] = [
  ['train', /(^|[^a-z])train(ing)?([^a-z]|$)/i],
  ['validation', /(^|[^a-z])(dev|val|valid|validation|testa)([^a-z]|$)/i],
  ['test', /(^|[^a-z])(test|testb)([^a-z]|$)/i],
];
const SHARD = /-\d+-of-\d+\./;
const NOT_DATA =
  /^(\.|(readme|licen[cs]e|notice|changelog|card|config|state|metadata|vocab|dataset_infos?|dataset_dict)([._-]|$))/i;

/**
 * The files of a dataset. One file is `train`; in a folder names say which split a file or a folder is; a folder of
 * folders of .txt files has its labels as their names. Nothing is opened.
 *
 * @throws StudioError `missing_file`, `not_a_file`, `unknown_format`, `no_data_files` or `ambiguous_files`
 */
export async function findSplitFiles(path: string): Promise<DatasetLayout> {
  if (!existsSync(path)) {
    const message = `There is no file or folder ${path}. Check the path.`;
    throw new StudioError('missing_file', message, { details: { file: path } });
  }
  const found = await stat(path);
  if (found.isDirectory()) return layoutOfFolder(path);
  // Reading one would wait for ever.
  if (!found.isFile())
    throw new StudioError('not_a_file', `${path} is neither a file nor a folder. Save its rows in a file.`, {
      details: { file: path },
    });
  return { files: [{ split: 'train', path, format: knownFormat(path) }], unused: [] };
}

async function layoutOfFolder(folder: string): Promise<DatasetLayout> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !NOT_DATA.test(name));
  // Hugging Face's cache names files by links.
  const isFile = (entry: Dirent) => entry.isFile() || entry.isSymbolicLink();
  const files = entries.filter((entry) => isFile(entry) && formatOfName(entry.name)).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (files.length > 0) return layoutOfFiles(folder, files.sort());
  const splits = folders.sort().flatMap((name): SplitFile[] => {
    const split = splitOf(name);
    return split ? [{ split, path: join(folder, name), format: 'folder' }] : [];
  });
  if (splits.length > 0) return { files: splits, unused: [] };
  if (folders.length === 1) return layoutOfFolder(join(folder, folders[0]!));
  if (folders.length > 1 && (await holdsTexts(join(folder, folders[0]!)))) {
    return { files: [{ split: 'train', path: folder, format: 'folder' }], unused: [] };
  }
  const instead = folders.length > 0 ? ` Or give one of its folders: ${folders.join(', ')}.` : '';
  throw new StudioError(
    'no_data_files',
    `${folder} holds no dataset: name its files train, dev (or validation) and test, as ${KNOWN_ENDINGS.slice(0, 9).join(', ')}.${instead}`,
    { details: { folder, folders } },
  );
}

function layoutOfFiles(folder: string, names: readonly string[]): DatasetLayout {
  const unsplit = names.filter((name) => splitOf(name) === null);
  if (unsplit.length === names.length) {
    if (names.length > 1) throw ambiguous(folder, names);
    return { files: [splitFile('train', folder, names[0]!)], unused: [] };
  }
  const files: SplitFile[] = [];
  const unused = [...unsplit];
  for (const [split] of SPLIT_NAMES) {
    const candidates = names.filter((name) => splitOf(name) === split);
    const chosen = filesOfSplit(split, candidates);
    if (chosen.length === 0 && candidates.length > 0) throw ambiguous(folder, candidates);
    files.push(...chosen.map((name) => splitFile(split, folder, name)));
    unused.push(...candidates.filter((name) => !chosen.includes(name)));
  }
  return { files, unused: unused.map((name) => join(folder, name)) };
}

/** All shards; or the file named like the split and nothing else, as train.tsv beside msr_paraphrase_train.txt. */
function filesOfSplit(split: SplitName, names: readonly string[]): readonly string[] {
  if (names.length <= 1 || names.every((name) => SHARD.test(name))) return names;
  const exact = names.filter((name) => splitOf(name) === split && /^[a-z]+\.[^.]+$/i.test(name));
  return exact.length === 1 ? exact : [];
}

function splitFile(split: SplitName, folder: string, name: string): SplitFile {
  return { split, path: join(folder, name), format: knownFormat(name) };
}

/**
 * Every data file in a folder that a person may choose from, by its place below it; where its folders are labels, the
 * folder that holds them.
 *
 * @throws StudioError `no_data_files`.
 */
export async function findDataFiles(folder: string): Promise<readonly string[]> {
  try {
    const { files, unused } = await layoutOfFolder(folder);
    const used = files.map(({ path }) => path);
    if (files.some(({ format }) => format === 'folder')) return used;
    return [...used, ...unused];
  } catch (error) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const found = entries.filter(
      (entry) => !entry.isDirectory() && !NOT_DATA.test(entry.name) && formatOfName(entry.name),
    );
    if (found.length === 0) throw error;
    return found.map(({ parentPath, name }) => join(parentPath, name)).sort();
  }
}

/**
 * What files are for, as far as their names tell: shards of one split belong together, and of files that tell of
 * nothing the first three are training, validation and test rows. Names, so that nothing is opened.
 */
export function splitsToldBy(names: readonly string[]): readonly SplitChoice[] {
  if (names.length === 1) return ['train'];
  const told = names.map(splitOf);
  const telling = SPLIT_NAMES.flatMap(([split]) => {
    const candidates = names.filter((_, i) => told[i] === split);
    const parts = candidates.map(lastPart);
    const chosen = filesOfSplit(split, parts);
    return chosen.length === 0
      ? candidates.slice(0, 1)
      : candidates.filter((_, i) => chosen.includes(parts[i]!));
  });
  const splits = names.map(
    (name, i): SplitChoice =>
      telling.length > 0 ? (telling.includes(name) ? told[i]! : 'unused') : (SPLIT_NAMES[i]?.[0] ?? 'unused'),
  );
  if (splits.includes('train')) return splits;
  const first = Math.max(splits.indexOf('unused'), 0);
  return splits.map((split, i) => (i === first ? 'train' : split));
}

const lastPart = (name: string) => name.split('/').at(-1)!;

/** The split a name tells of, null where it tells of none. */
function splitOf(name: string): SplitName | null {
  return SPLIT_NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

async function holdsTexts(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => name.endsWith('.txt'));
}

function knownFormat(path: string): DataFormat {
  const format = formatOfName(path);
  if (format) return format;
  throw new StudioError(
    'unknown_format',
    `${basename(path)} does not end like a data file (${KNOWN_ENDINGS.join(', ')}). Give it the ending of its format.`,
    { details: { file: path } },
  );
}

function ambiguous(folder: string, names: readonly string[]): StudioError {
  return new StudioError(
    'ambiguous_files',
    `${folder} holds files whose names do not say which to read: ${names.join(', ')}. Give one file, or name them train, dev and test.`,
    { details: { folder, files: names } },
  );
}
