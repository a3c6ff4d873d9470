import type { Handlers } from '../../../app/contract/request.ts';
import type { folderRequests } from '../../../app/contract/workspace.ts';
import { StudioError } from '../../../app/errors.ts';
import { chooseFolder, chooseUsualFolder } from '../../storage/chosen-folder.ts';
import { userFolder } from '../../storage/paths.ts';
import type { StudioContext } from './context.ts';

/** What only a shell with the system's dialogs can do with folders. */
export interface FolderDialogs {
  /** In the system's file manager. @throws StudioError `not_shown`. */
  show(folder: string): Promise<void>;
  /** @returns null where nothing is chosen after all. */
  choose(): Promise<string | null>;
}

/** Where things are kept, shown and chosen by whoever sits at this computer; no window names a path. */
export function folderHandlers(context: StudioContext): Handlers<typeof folderRequests> {
  const dialogs = (): FolderDialogs => {
    if (context.folderDialogs) return context.folderDialogs;
    throw new StudioError('only_in_window', 'A browser cannot open folders. Copy the path instead.');
  };
  const choosable = (): FolderDialogs => {
    if (!context.folderIsGiven) return dialogs();
    const message = `BERT_STUDIO_HOME says that everything is kept in ${userFolder()}. Start without it to choose here.`;
    throw new StudioError('folder_given', message);
  };
  return {
    'folders.show': async () => {
      await dialogs().show(userFolder());
      return null;
    },
    'folders.choose': async () => {
      const picked = await choosable().choose();
      return picked === null ? null : { next: await chooseFolder(picked) };
    },
    'folders.chooseUsual': async () => {
      choosable();
      return { next: await chooseUsualFolder() };
    },
  };
}
