import { basename, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { listRendererFiles } from '../services/renderer-files.ts';
import { createStudio, type Studio } from '../services/studio/studio.ts';
import { projectRoot } from '../storage/paths.ts';
import type { ElectronApi } from './api.ts';
import { serveBridge } from './bridge.ts';
import { menuTemplate } from './menu.ts';
import { registerScheme, serveScheme } from './scheme.ts';
import { closeSession } from './session.ts';
import { utilityWorkers } from './utility-worker.ts';
import { openWindow } from './window.ts';

/** The studio as a desktop program: one instance, one window, runs that outlive the window. */
export class Desktop {
  private readonly api: ElectronApi;
  private readonly studio: Studio;
  private window: BrowserWindow | null = null;
  private ending: 'no' | 'asked' | 'yes' = 'no';

  constructor(api: ElectronApi, studio = createStudio('electron', utilityWorkers(api))) {
    this.api = api;
    this.studio = studio;
  }

  /** To be called before Electron is ready. Ends at once where the studio is open already: that one comes forward. */
  start(): void {
    const { app } = this.api;
    if (!app.requestSingleInstanceLock()) {
      app.quit();
      return;
    }
    app.enableSandbox();
    registerScheme(this.api);
    app.on('second-instance', () => this.show());
    app.on('activate', () => this.show());
    app.on('open-file', (event, path) => {
      event.preventDefault();
      void this.openData(path);
    });
    app.on('before-quit', (event) => {
      if (this.ending === 'yes') return;
      event.preventDefault();
      void this.quit();
    });
    app.on('window-all-closed', () => {
      // On a Mac a program stays open without windows; elsewhere a run that goes on keeps it open.
      if (process.platform !== 'darwin' && !this.studio.isTraining) app.quit();
    });
    app.whenReady().then(() => this.open(), this.fail);
  }

  /** Ready: everything that answers is in place before the window asks. */
  async open(): Promise<void> {
    const { Menu, app } = this.api;
    closeSession(this.api);
    const files = await listRendererFiles(join(projectRoot(), 'dist/renderer'));
    serveScheme(this.api, files, this.studio.intake);
    serveBridge(this.api, this.studio);
    this.studio.subscribe((event) => this.window?.webContents.send('studio:event', event));
    app.setAboutPanelOptions({
      applicationName: 'BERT Studio',
      copyright: 'Apache-2.0. Models and fonts under their own licences: see NOTICE.',
    });
    const send = (command: string) => this.command(command);
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(menuTemplate(process.platform, send, () => void this.chooseData())),
    );
    this.show();
  }

  /** Asks first while a run is going; then has it save, so that it can be resumed, and ends. */
  async quit(): Promise<void> {
    if (this.ending !== 'no') return;
    this.ending = 'asked';
    if (this.studio.isTraining && !(await this.confirmQuit())) {
      this.ending = 'no';
      return;
    }
    await this.studio.close();
    this.ending = 'yes';
    this.api.app.quit();
  }

  private show(): void {
    if (this.window) {
      if (this.window.isMinimized()) this.window.restore();
      this.window.show();
      this.window.focus();
      return;
    }
    this.window = openWindow(this.api);
    this.window.on('closed', () => {
      this.window = null;
    });
  }

  private command(command: string): void {
    this.show();
    this.window?.webContents.send('studio:event', { event: 'command', payload: { command } });
  }

  private async confirmQuit(): Promise<boolean> {
    const { response } = await this.api.dialog.showMessageBox({
      type: 'question',
      message: 'A run is going.',
      detail: 'Save it and quit: it can be resumed later from this step. Or let it go on.',
      buttons: ['Save and Quit', 'Keep Training'],
      defaultId: 1,
      cancelId: 1,
    });
    return response === 0;
  }

  private async chooseData(): Promise<void> {
    const { canceled, filePaths } = await this.api.dialog.showOpenDialog({
      title: 'Open data',
      properties: ['openFile'],
      filters: [
        { name: 'Data', extensions: ['csv', 'tsv', 'json', 'jsonl', 'parquet', 'conll', 'txt'] },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    if (!canceled && filePaths[0] !== undefined) await this.openData(filePaths[0]);
  }

  private async openData(path: string): Promise<void> {
    this.api.app.addRecentDocument(path);
    try {
      const { handle } = await this.studio.intake.offer(path);
      this.command(`import:${handle}`);
    } catch (error) {
      const message = `${basename(path)} could not be opened.`;
      await this.api.dialog.showMessageBox({ type: 'error', message, detail: (error as Error).message });
    }
  }

  private readonly fail = (error: unknown): void => {
    this.api.dialog.showErrorBox('BERT Studio could not start', String((error as Error).message ?? error));
    this.ending = 'yes';
    this.api.app.exit(1);
  };
}
