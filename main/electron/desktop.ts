import { join } from 'node:path';
import type { MessageBoxOptions } from 'electron';
import { listRendererFiles } from '../services/renderer-files.ts';
import type { Studio, StudioEvent } from '../services/studio/studio.ts';
import { makeFolderSync } from '../storage/atomic.ts';
import { programVersion, projectRoot, userFolder } from '../storage/paths.ts';
import type { ElectronApi } from './api.ts';
import { serveBridge } from './bridge.ts';
import { DataFiles, filesHandedOver, filesIn } from './data-files.ts';
import { guardPages } from './guard.ts';
import { type MenuActions, menuTemplate } from './menu.ts';
import { LEAVE_QUESTION, QUIT_QUESTION } from './quit-questions.ts';
import { readRecentFiles } from './recent-files.ts';
import { RunPresence } from './run-presence.ts';
import { registerScheme, serveScheme } from './scheme.ts';
import { closeNetwork, closeSession } from './session.ts';
import { followTheme } from './theme.ts';
import { ICON, StudioWindow } from './window.ts';
import { keptWindow, type WindowState } from './window-state.ts';

/** As electron-builder.yml has it. */
const APP_ID = 'org.bert-studio.desktop';

/** The studio as a desktop program: one instance, one window, runs that outlive the window. */
export class Desktop {
  readonly #api: ElectronApi;
  readonly #makeStudio: () => Studio | Promise<Studio>;
  readonly #argv: readonly string[];
  readonly #platform: NodeJS.Platform;
  #opened: { readonly studio: Studio; readonly files: DataFiles } | null = null;
  #window: StudioWindow | null = null;
  /** Where the window was last. */
  #place: WindowState | null = null;
  readonly #presence: RunPresence;
  /** Files that were to be opened before the studio was. */
  #early: string[] = [];
  #ending: 'no' | 'asked' | 'saving' | 'yes' = 'no';
  #placeKept: Promise<void> = Promise.resolve();

  constructor(
    api: ElectronApi,
    makeStudio: () => Studio | Promise<Studio>,
    argv = process.argv,
    platform = process.platform,
  ) {
    this.#api = api;
    this.#makeStudio = makeStudio;
    this.#argv = argv;
    this.#platform = platform;
    this.#presence = new RunPresence(
      api,
      () => this.#window?.browser ?? null,
      () => this.#show(),
    );
  }

  /** To be called before Electron is ready. Ends at once where the studio is open already: that one comes forward. */
  start(): void {
    const { app } = this.#api;
    try {
      keepChromiumIn(this.#api, join(userFolder(), 'window'));
    } catch (error) {
      this.#fail(error);
      return;
    }
    const files = this.#filesToOpen();
    if (!app.requestSingleInstanceLock({ files })) {
      app.quit();
      return;
    }
    this.#early.push(...files);
    // Windows shows no notification of a program that is not the one its Start menu knows.
    if (this.#platform === 'win32' && app.isPackaged) app.setAppUserModelId(APP_ID);
    app.enableSandbox();
    closeNetwork(this.#api);
    guardPages(this.#api);
    registerScheme(this.#api);
    app.on('second-instance', (_event, _argv, _folder, data) => {
      if (this.#opened) this.#show();
      for (const path of filesHandedOver(data)) this.#openData(path);
    });
    app.on('activate', () => this.#opened && this.#show());
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#openData(path);
    });
    app.on('before-quit', (event) => {
      if (this.#ending === 'yes' || !this.#opened) return;
      event.preventDefault();
      void this.quit();
    });
    app.on('window-all-closed', () => this.#whenHidden());
    app
      .whenReady()
      .then(() => this.#open())
      .catch((error) => this.#fail(error));
  }

  /** What the command line names; of a program that is not packaged it names the program as well. */
  #filesToOpen(): string[] {
    const { app } = this.#api;
    const files = filesIn(this.#argv.slice(1), process.cwd());
    return app.isPackaged ? files : files.filter((path) => path !== app.getAppPath());
  }

  /** Ready: everything that answers is in place before the window asks. */
  async #open(): Promise<void> {
    const { app, powerMonitor } = this.#api;
    closeSession(this.#api);
    const pages = await listRendererFiles(join(projectRoot(), 'dist/renderer'));
    const studio = await this.#makeStudio();
    serveScheme(this.#api, pages, studio);
    serveBridge(this.#api, studio, () => this.#window?.listens());
    studio.subscribe((event) => this.#tell(event));
    this.#logCrashes(studio);
    await followTheme(this.#api, studio);
    app.setAboutPanelOptions({
      applicationName: 'BERT Studio',
      applicationVersion: programVersion(),
      iconPath: ICON,
      copyright: 'Apache-2.0. Models and fonts under their own licences: see NOTICE.',
    });
    const offered = (handle: string) => this.#command(`import:${handle}`);
    const recent = await readRecentFiles();
    const files = new DataFiles(this.#api, studio.intake, recent, offered, () => this.#showMenu());
    this.#place = await keptWindow.read();
    this.#opened = { studio, files };
    // Its event can be held up, which Electron's types leave out.
    const shutDown = (event: { preventDefault(): void }) => {
      event.preventDefault();
      void this.#saveAndLeave();
    };
    powerMonitor.on('shutdown', shutDown as () => void);
    this.#showMenu();
    this.#show();
    for (const path of this.#early) this.#openData(path);
    this.#early = [];
  }

  /** For the diagnostics: what a person sees of these is only that the window drew itself anew. */
  #logCrashes({ log }: Studio): void {
    const { app } = this.#api;
    app.on('render-process-gone', (_event, _contents, { reason }) =>
      log.write('process.gone', { type: 'page', reason }),
    );
    app.on('child-process-gone', (_event, { type, reason }) => log.write('process.gone', { type, reason }));
  }

  /** Asks first while a run is going; then has it save, so that it can be resumed, and ends. */
  async quit(): Promise<void> {
    if (this.#ending === 'asked' || this.#ending === 'yes') return;
    if (this.#ending === 'saving') {
      if (await this.#agreesTo(LEAVE_QUESTION)) this.#api.app.exit(0);
      return;
    }
    this.#ending = 'asked';
    if (this.#isTraining && !(await this.#agreesTo(QUIT_QUESTION))) {
      this.#ending = 'no';
      return;
    }
    await this.#saveAndLeave();
  }

  /** As a signal asks, when nobody may be there to answer: saves without a question. A second one does not wait for that. */
  async end(): Promise<void> {
    if (this.#ending === 'saving') this.#api.app.exit(0);
    else await this.#saveAndLeave();
  }

  async #saveAndLeave(): Promise<void> {
    if (this.#ending === 'saving' || this.#ending === 'yes') return;
    this.#ending = 'saving';
    try {
      await Promise.all([this.#opened?.studio.close(), this.#window?.keepPlace() ?? this.#placeKept]);
    } catch (error) {
      this.#api.dialog.showErrorBox('Not everything could be saved', messageOf(error));
    }
    this.#ending = 'yes';
    this.#api.app.quit();
  }

  async #agreesTo(question: MessageBoxOptions): Promise<boolean> {
    return (await this.#api.dialog.showMessageBox(question)).response === 0;
  }

  get #isTraining(): boolean {
    return this.#opened?.studio.isTraining ?? false;
  }

  #show(): void {
    if (this.#window) {
      this.#window.show();
      return;
    }
    const window = new StudioWindow(this.#api, this.#place);
    this.#window = window;
    window.browser.on('close', () => {
      this.#place = window.place;
      if (this.#ending !== 'yes') this.#placeKept = window.keepPlace();
    });
    window.browser.on('closed', () => {
      this.#window = null;
    });
    // Windows' way of saying that the computer is shut down.
    window.browser.on('session-end', () => void this.#saveAndLeave());
  }

  #tell(event: StudioEvent): void {
    this.#window?.tell(event);
    if (event.event === 'run.event') this.#presence.follow((event as StudioEvent<'run.event'>).payload);
    // Nobody would notice a program without a window that has nothing left to do.
    if (event.event === 'runs.changed' && this.#window === null) this.#endIfIdle();
  }

  /** On a Mac a program stays open without windows; elsewhere a run that goes on keeps it open. */
  #whenHidden(): void {
    if (this.#isTraining) this.#presence.tellOfHiddenRun();
    else this.#endIfIdle();
  }

  #endIfIdle(): void {
    if (this.#platform !== 'darwin' && !this.#isTraining) this.#api.app.quit();
  }

  #command(command: string): void {
    this.#show();
    this.#window?.command(command);
  }

  #openData(path: string): void {
    if (this.#opened) void this.#opened.files.open(path);
    else this.#early.push(path);
  }

  #showMenu(): void {
    if (!this.#opened) return;
    const { Menu, app, shell } = this.#api;
    const { files } = this.#opened;
    const state = { platform: this.#platform, recent: files.recent, developer: !app.isPackaged };
    const actions: MenuActions = {
      command: (id) => this.#command(id),
      openData: () => void files.chooseFile(),
      openFolder: () => void files.chooseFolder(),
      openRecent: (path) => void files.open(path),
      clearRecent: () => void files.forget(),
      showFolder: () => void shell.openPath(userFolder()),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)));
  }

  #fail(error: unknown): void {
    this.#api.dialog.showErrorBox('BERT Studio could not start', messageOf(error));
    this.#api.app.exit(1);
  }
}

/** Chromium's own files lie in the studio's data folder, which also makes one instance a folder. */
function keepChromiumIn({ app }: Pick<ElectronApi, 'app'>, folder: string): void {
  makeFolderSync(folder);
  app.setPath('userData', folder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
