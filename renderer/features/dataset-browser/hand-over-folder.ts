import { formatOfName, KNOWN_ENDINGS } from '../../../app/data/formats/detect.ts';
import { StudioError } from '../../../app/errors.ts';
import { uploadFolder } from '../../api/upload.ts';
import { bytes, count } from '../../components/figures.ts';
import type { Folder, FolderFile } from '../../components/folder.ts';

/** A text a file, by folders of labels, comes to many. */
const MOST_FILES = 100_000;
/** Of a folder, in bytes. Larger files can be opened by themselves. */
const LARGEST = 4e9;

/**
 * Hands over what of a folder can be data; hidden files and those of other kinds stay where they are.
 *
 * @throws StudioError `several_folders`, `model_folder`, `no_data_files`, `too_many_files`, `folder_too_large`, and what the studio says.
 */
export function handOverFolder([folder, ...others]: readonly Folder[]) {
  const { name, files } = folder!;
  if (others.length > 0) {
    const names = [name, ...others.map((other) => other.name)].join(', ');
    throw new StudioError(
      'several_folders',
      `${names} are several folders. Drop the one that holds them, or one of them.`,
    );
  }
  if (files.some(({ path }) => path === 'config.json') && files.some(isWeights)) {
    throw new StudioError(
      'model_folder',
      `${name} holds a model, with its config.json and weights. Import it in Settings, under Models.`,
    );
  }
  const data = files.filter(isData);
  if (data.length === 0) {
    throw new StudioError(
      'no_data_files',
      `${name} holds no data file (${KNOWN_ENDINGS.join(', ')}). Choose the folder that holds them.`,
    );
  }
  if (data.length > MOST_FILES) {
    throw new StudioError(
      'too_many_files',
      `${name} holds ${count(data.length)} data files, and at most ${count(MOST_FILES)} are taken. Choose a folder in it, or put its texts into one CSV file.`,
    );
  }
  const size = data.reduce((sum, { file }) => sum + file.size, 0);
  if (size > LARGEST) {
    throw new StudioError(
      'folder_too_large',
      `The data files of ${name} have ${bytes(size)}, and a folder is taken up to ${bytes(LARGEST)}. Open its files instead of the folder.`,
    );
  }
  return uploadFolder(name, data);
}

const isWeights = ({ path }: FolderFile) => /^[^/]*\.safetensors$/.test(path);
const isData = ({ path }: FolderFile) =>
  formatOfName(path) !== null &&
  path.split('/').every((part) => !part.startsWith('.') && part !== '__MACOSX');
