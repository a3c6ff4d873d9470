import electron = require('electron');

// The window's only way out: one question with its answer, and events. Runs sandboxed, so it imports nothing of ours.

electron.contextBridge.exposeInMainWorld('bertStudioBridge', {
  ask: (name: string, params: unknown): Promise<unknown> =>
    electron.ipcRenderer.invoke('studio:ask', name, params),
  listen(listener: (event: unknown) => void): void {
    electron.ipcRenderer.on('studio:event', (_, event) => listener(event));
  },
});
