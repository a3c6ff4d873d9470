import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { ElectronApi } from '../../../main/electron/api.ts';
import { Log } from '../../../main/services/log.ts';
import { Intake } from '../../../main/services/studio/intake.ts';
import { Outgoing } from '../../../main/services/studio/outgoing.ts';
import type { Studio, StudioEvent } from '../../../main/services/studio/studio.ts';
import { userFolder } from '../../../main/storage/paths.ts';

/** Electron as far as the desktop shell uses it: events are emitted and calls recorded by the tests. */
export class FakeWindow extends EventEmitter {
  readonly webContents = fakeContents();
  destroyed = false;
  focused = false;
  readonly setProgressBar = vi.fn();
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly maximize = vi.fn();
  readonly loadURL = vi.fn(async (_url: string) => {});
  readonly options: { readonly webPreferences: Record<string, unknown> } & Record<string, unknown>;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };
  minimized = false;

  constructor(options: never) {
    super();
    this.options = options;
  }
  isMinimized = () => this.minimized;
  isMaximized = () => false;
  isDestroyed = () => this.destroyed;
  isFocused = () => this.focused;
  getNormalBounds = () => this.bounds;
  destroy() {
    this.destroyed = true;
    this.emit('closed');
  }
  /** As a person closes it. */
  close() {
    this.emit('close');
    this.destroy();
  }
}

export function fakeContents() {
  return Object.assign(new EventEmitter(), {
    send: vi.fn(),
    reload: vi.fn(),
    forcefullyCrashRenderer: vi.fn(),
    setWindowOpenHandler: vi.fn(),
    setWebRTCIPHandlingPolicy: vi.fn(),
  });
}

export function fakeElectron({ answer = 0, first = true, packaged = true } = {}) {
  const windows: FakeWindow[] = [];
  const handlers = new Map<string, (...args: never[]) => unknown>();
  let serve: ((request: Request) => Promise<Response>) | null = null;
  const app = Object.assign(new EventEmitter(), {
    isPackaged: packaged,
    getAppPath: () => '/bert-studio',
    requestSingleInstanceLock: vi.fn((_data?: unknown) => first),
    enableSandbox: vi.fn(),
    setPath: vi.fn(),
    commandLine: { appendSwitch: vi.fn() },
    setAppUserModelId: vi.fn(),
    whenReady: vi.fn(async () => {}),
    setAboutPanelOptions: vi.fn(),
    addRecentDocument: vi.fn(),
    clearRecentDocuments: vi.fn(),
    quit: vi.fn(),
    exit: vi.fn(),
  });
  const dialog = {
    /** The number of the button that is pressed. */
    answer,
    showMessageBox: vi.fn(async (_options: { message: string }) => ({ response: dialog.answer })),
    showOpenDialog: vi.fn(async () => ({ canceled: true, filePaths: [] as string[] })),
    showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
    showErrorBox: vi.fn(),
  };
  const notes: string[] = [];
  const clicks: (() => void)[] = [];
  const popup = vi.fn();
  const permission: { request?: unknown; check?: unknown; device?: unknown; load?: unknown } = {};
  const children: FakeChild[] = [];
  const fake = {
    app,
    dialog,
    BrowserWindow: class extends FakeWindow {
      constructor(options: never) {
        super(options);
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    clipboard: { writeText: vi.fn() },
    ipcMain: Object.assign(new EventEmitter(), {
      handle: (name: string, handler: (...args: never[]) => unknown) => handlers.set(name, handler),
    }),
    Menu: {
      buildFromTemplate: vi.fn((template: object[]) => Object.assign(template, { popup })),
      setApplicationMenu: vi.fn(),
    },
    Notification: class {
      static isSupported = () => true;
      readonly #body: string;
      constructor({ body }: { body: string }) {
        this.#body = body;
      }
      on = (_event: 'click', listener: () => void) => void clicks.push(listener);
      show = () => void notes.push(this.#body);
    },
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: false },
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: { start: vi.fn(() => 7), stop: vi.fn() },
    protocol: {
      registerSchemesAsPrivileged: vi.fn(),
      handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
        serve = handler;
      },
    },
    screen: {
      getPrimaryDisplay: () => ({ id: 1 }),
      getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1366, height: 728 } }],
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: unknown) => {
          permission.request = handler;
        },
        setPermissionCheckHandler: (handler: unknown) => {
          permission.check = handler;
        },
        setDevicePermissionHandler: (handler: unknown) => {
          permission.device = handler;
        },
        webRequest: {
          onBeforeRequest: (handler: unknown) => {
            permission.load = handler;
          },
        },
      },
    },
    shell: { openExternal: vi.fn(async () => {}), openPath: vi.fn(async () => '') },
    utilityProcess: {
      fork: vi.fn((_path: string, _args: string[], _options: unknown) => {
        const child = new FakeChild();
        children.push(child);
        return child;
      }),
    },
  };
  return {
    api: fake as unknown as ElectronApi,
    ...fake,
    windows,
    popup,
    notes,
    /** As a person clicks the last notification. */
    clickNote: () => clicks.at(-1)!(),
    permission: permission as Record<string, (...args: unknown[]) => unknown>,
    children,
    /** As a page asks, from the frame given. */
    ask: (senderFrame: unknown, name: unknown, params: unknown) =>
      handlers.get('studio:ask')!(
        { senderFrame } as never,
        name as never,
        params as never,
      ) as Promise<unknown>,
    /** As a page loads. */
    load: (request: Request) => serve!(request),
  };
}

class FakeChild extends EventEmitter {
  readonly postMessage = vi.fn();
  readonly kill = vi.fn();
}

export const OUR_FRAME = { parent: null, url: 'app://studio/#learn' };

/** A studio whose run goes or not as a test says, and which tells what it is told to tell. */
export function fakeStudio() {
  const listeners = new Set<(event: StudioEvent) => void>();
  const state = { training: false };
  const studio = {
    invoke: vi.fn(async (name: string, params: unknown) => ({ name, params })),
    subscribe: (listener: (event: StudioEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get isTraining() {
      return state.training;
    },
    intake: new Intake(),
    log: new Log(join(userFolder(), 'logs')),
    outgoing: new Outgoing(),
    close: vi.fn(async () => {
      state.training = false;
    }),
  } satisfies Studio;
  const tell = (event: string, payload: unknown) => {
    for (const listener of listeners) listener({ event, payload } as StudioEvent);
  };
  return { studio, state, tell };
}
