import * as electron from 'electron';
import { openStudio } from '../services/studio/open-studio.ts';
import { Desktop } from './desktop.ts';
import { folderDialogs } from './folder-dialogs.ts';
import { utilityWorkers } from './utility-worker.ts';

// Electron's entry, and with preload.cts the only place that imports it.

const desktop = new Desktop(electron, () =>
  openStudio('electron', utilityWorkers(electron), folderDialogs(electron)),
);
desktop.start();
// Set before, they would be replaced by Chromium's, which quit as a person does: with a question.
void electron.app.whenReady().then(() => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void desktop.end());
});
