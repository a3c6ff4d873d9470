import { create } from 'zustand';
import { MOST_FILES } from '../../../app/contract/datasets.ts';
import { StudioError } from '../../../app/errors.ts';
import { upload } from '../../api/upload.ts';
import type { Folder } from '../../components/folder.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { handOverFolder } from './hand-over-folder.ts';

interface FileOpener {
  /** What is being handed over. */
  readonly busy: string | null;
  readonly error: Error | null;
  /** Hands files over and shows what is in them. */
  readonly take: (files: readonly File[]) => Promise<void>;
  /** The same for a folder; several are refused. */
  readonly takeFolders: (folders: readonly Folder[]) => Promise<void>;
  readonly forgetError: () => void;
}

export const useFileOpener = create<FileOpener>((set) => {
  const show = async (what: string, handOver: () => Promise<readonly string[]>) => {
    set({ busy: what, error: null });
    try {
      const handles = await handOver();
      useNavigation.getState().open('data', { open: handles.join(',') });
      set({ busy: null });
    } catch (error) {
      set({ busy: null, error: error as Error });
    }
  };
  return {
    busy: null,
    error: null,
    async take(files) {
      if (files.length === 0) return;
      await show(files.map(({ name }) => name).join(', '), async () => {
        if (files.length > MOST_FILES) {
          throw new StudioError(
            'too_many_files',
            `${files.length} files are more than one dataset has. Open those of one dataset, at most ${MOST_FILES}, or the folder that holds them.`,
          );
        }
        const handles: string[] = [];
        for (const file of files) handles.push((await upload(file)).handle);
        return handles;
      });
    },
    takeFolders: (folders) =>
      show(folders.map(({ name }) => name).join(', '), async () => [(await handOverFolder(folders)).handle]),
    forgetError: () => set({ error: null }),
  };
});
