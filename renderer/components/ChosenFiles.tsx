import type { ComponentProps } from 'react';
import { type Folder, folderOf } from './folder.ts';

type InputProps = Omit<ComponentProps<'input'>, 'type' | 'hidden' | 'onChange'>;

interface ChosenFilesProps extends InputProps {
  readonly onFiles: (files: readonly File[]) => void;
}

/** What opens the system's dialog when it is clicked by its `ref`. The same files can be chosen twice. */
export function ChosenFiles({ onFiles, ...attributes }: ChosenFilesProps) {
  return (
    <input
      {...attributes}
      type="file"
      hidden
      onChange={({ target }) => {
        onFiles([...(target.files ?? [])]);
        target.value = '';
      }}
    />
  );
}

interface ChosenFolderProps extends InputProps {
  readonly onFolder: (folder: Folder) => void;
}

/** The same for a folder. */
export function ChosenFolder({ onFolder, ...attributes }: ChosenFolderProps) {
  // Not in React's types: a folder is chosen instead of files.
  const ofFolder = { multiple: true, ...{ webkitdirectory: '' } };
  return (
    <ChosenFiles
      {...attributes}
      {...ofFolder}
      onFiles={(files) => {
        const folder = folderOf(files);
        if (folder) onFolder(folder);
      }}
    />
  );
}
