import { StudioError } from '../../app/errors.ts';
import type { FolderDialogs } from '../services/studio/folders.ts';
import type { ElectronApi } from './api.ts';

/** By the system's file manager and its dialog. */
export function folderDialogs({ dialog, shell }: Pick<ElectronApi, 'dialog' | 'shell'>): FolderDialogs {
  return {
    async show(folder) {
      const problem = await shell.openPath(folder);
      if (problem) throw new StudioError('not_shown', `${folder} could not be opened: ${problem}`);
    },
    async choose() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Keep everything in another folder',
        buttonLabel: 'Keep It Here',
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
