import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { answer } from '../services/studio/answer.ts';
import type { Studio } from '../services/studio/studio.ts';
import type { ElectronApi } from './api.ts';
import { ORIGIN } from './scheme.ts';

/**
 * Answers the window's questions; whatever else runs in a frame of ours is refused.
 *
 * @param onListening told when the page has begun to listen for events.
 */
export function serveBridge(
  { ipcMain }: Pick<ElectronApi, 'ipcMain'>,
  studio: Studio,
  onListening: () => void,
): void {
  ipcMain.handle('studio:ask', (event, name: unknown, params: unknown) => {
    if (!isOurs(event)) throw new Error('Only the studio itself may ask.');
    return answer(studio, typeof name === 'string' ? name : '', params);
  });
  ipcMain.on('studio:listening', (event) => {
    if (isOurs(event)) onListening();
  });
}

/** Our page in the top frame; a frame that has gone elsewhere meanwhile is null. */
function isOurs({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${ORIGIN}/`);
}
