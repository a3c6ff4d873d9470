import type { IpcMainInvokeEvent } from 'electron';
import { answer } from '../services/studio/answer.ts';
import type { Studio } from '../services/studio/studio.ts';
import type { ElectronApi } from './api.ts';
import { ORIGIN } from './scheme.ts';

/** Answers the windows' questions; whatever else runs in a frame of ours is refused. */
export function serveBridge({ ipcMain }: Pick<ElectronApi, 'ipcMain'>, studio: Studio): void {
  ipcMain.handle('studio:ask', (event, name: unknown, params: unknown) => {
    if (!isOurs(event)) throw new Error('Only the studio itself may ask.');
    return answer(studio, String(name), params);
  });
}

function isOurs({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${ORIGIN}/`);
}
