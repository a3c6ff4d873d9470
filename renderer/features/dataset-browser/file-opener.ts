import { create } from 'zustand';
import { StudioError } from '../../../app/errors.ts';
import { upload } from '../../api/upload.ts';
import { useNavigation } from '../../stores/navigation.ts';

const MOST_FILES = 200;

interface FileOpener {
  /** What is being handed over. */
  readonly busy: string | null;
  readonly error: Error | null;
  /** Hands files over and shows what is in them. */
  readonly take: (files: readonly File[]) => Promise<void>;
  readonly forgetError: () => void;
}

export const useFileOpener = create<FileOpener>((set) => ({
  busy: null,
  error: null,
  async take(files) {
    if (files.length === 0) return;
    set({ busy: files.map(({ name }) => name).join(', '), error: null });
    try {
      if (files.length > MOST_FILES) {
        throw new StudioError(
          'too_many_files',
          `${files.length} files are more than one dataset has. Open those of one dataset, at most ${MOST_FILES}, or a zip file of them.`,
        );
      }
      const handles: string[] = [];
      for (const file of files) handles.push((await upload(file)).handle);
      useNavigation.getState().open('data', { open: handles.join(',') });
      set({ busy: null });
    } catch (error) {
      set({ busy: null, error: error as Error });
    }
  },
  forgetError: () => set({ error: null }),
}));
