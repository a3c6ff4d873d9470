const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron');

// The window's only way out: one question with its answer, and events. Runs sandboxed, so it imports nothing of ours.

contextBridge.exposeInMainWorld('bertStudioBridge', {
  ask: (name: string, params: unknown): Promise<unknown> => ipcRenderer.invoke('studio:ask', name, params),
  listen(listener: (event: unknown) => void): void {
    ipcRenderer.on('studio:event', (_, event) => listener(event));
    ipcRenderer.send('studio:listening');
  },
});
