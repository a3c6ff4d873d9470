import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { resourcesFolder } from '../storage/paths.ts';
import type { ElectronApi } from './api.ts';
import { ORIGIN } from './scheme.ts';
import { textMenu } from './text-menu.ts';
import { paperOf } from './theme.ts';
import { keptWindow, placeOf, type WindowState } from './window-state.ts';

/** A page in this window has the bridge of the preload script and nothing else of the computer. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies BrowserWindowConstructorOptions['webPreferences'];

/** For systems that do not take it from the program's file. */
export const ICON = join(resourcesFolder(), 'icons/icon.png');

/** A page that crashes more often than this in a minute is not loaded again by itself. */
const MOST_CRASHES = 3;
const MINUTE = 60_000;

/** The studio's window. Pages in it come and go, by reload or crash; runs do not notice. */
export class StudioWindow {
  readonly browser: BrowserWindow;
  readonly #api: Pick<ElectronApi, 'dialog'>;
  #isListening = false;
  #early: unknown[] = [];
  #crashes: number[] = [];

  /** @param kept where it was last. */
  constructor(
    api: Pick<ElectronApi, 'BrowserWindow' | 'screen' | 'dialog' | 'Menu' | 'nativeTheme'>,
    kept: WindowState | null,
  ) {
    const { BrowserWindow, screen, Menu } = api;
    this.#api = api;
    const primary = screen.getPrimaryDisplay().id;
    const displays = screen.getAllDisplays();
    const screens = displays.sort((a, b) => Number(b.id === primary) - Number(a.id === primary));
    this.browser = new BrowserWindow({
      ...placeOf(
        kept,
        screens.map(({ workArea }) => workArea),
      ),
      minWidth: 800,
      minHeight: 560,
      show: false,
      title: 'BERT Studio',
      backgroundColor: paperOf(api),
      icon: ICON,
      webPreferences: {
        ...WEB_PREFERENCES,
        preload: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
      },
    });
    if (kept?.maximized) this.browser.maximize();
    this.browser.once('ready-to-show', () => this.browser.show());
    this.browser.on('unresponsive', () => void this.#offerReload());
    const { webContents } = this.browser;
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#isListening = false;
    });
    webContents.on('render-process-gone', (_, { reason }) => this.#recover(reason));
    webContents.on('context-menu', (_, clicked) => {
      const items = textMenu(clicked);
      if (items.length > 0) Menu.buildFromTemplate(items).popup({ window: this.browser });
    });
    void this.browser.loadURL(`${ORIGIN}/`);
  }

  show(): void {
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.show();
    this.browser.focus();
  }

  /** For the page that listens now; one that opens later asks for everything anew. */
  tell(event: unknown): void {
    if (this.#isListening) this.browser.webContents.send('studio:event', event);
  }

  /** For the page that listens now or next. */
  command(command: string): void {
    const event = { event: 'command', payload: { command } };
    if (this.#isListening) this.tell(event);
    else this.#early.push(event);
  }

  /** The page has begun to listen. */
  listens(): void {
    this.#isListening = true;
    for (const event of this.#early) this.tell(event);
    this.#early = [];
  }

  /** Where it is now. */
  get place(): WindowState {
    return { bounds: this.browser.getNormalBounds(), maximized: this.browser.isMaximized() };
  }

  /** For the next start. A place that cannot be kept is not worth an error to a person. */
  async keepPlace(): Promise<void> {
    const { place } = this;
    await keptWindow.change(() => place).catch((error) => console.error(error));
  }

  #recover(reason: string): void {
    this.#isListening = false;
    if (reason === 'clean-exit' || this.browser.isDestroyed()) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < MINUTE), now];
    if (this.#crashes.length <= MOST_CRASHES) this.browser.webContents.reload();
    else void this.#tellOfCrashes(reason);
  }

  async #tellOfCrashes(reason: string): Promise<void> {
    const { response } = await this.#api.dialog.showMessageBox({
      type: 'error',
      message: 'The window keeps crashing.',
      detail: `The reason given is "${reason}". A run that is going is not touched by it.`,
      buttons: ['Load It Again', 'Close the Window'],
      defaultId: 0,
      cancelId: 1,
    });
    this.#crashes = [];
    if (this.browser.isDestroyed()) return;
    if (response === 0) this.browser.webContents.reload();
    else this.browser.destroy();
  }

  async #offerReload(): Promise<void> {
    const { response } = await this.#api.dialog.showMessageBox({
      type: 'warning',
      message: 'The window does not answer.',
      detail: 'Loading it again does not touch a run that is going.',
      buttons: ['Wait', 'Load It Again'],
      defaultId: 0,
      cancelId: 0,
    });
    // A page that hangs would not hear of a reload; its end brings the next one.
    if (response === 1 && !this.browser.isDestroyed()) this.browser.webContents.forcefullyCrashRenderer();
  }
}
