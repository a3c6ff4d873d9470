import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { COMMAND_KEYS, type CommandId } from '../../app/contract/commands.ts';

interface MenuState {
  readonly platform: NodeJS.Platform;
  /** Paths, newest first. */
  readonly recent: readonly string[];
  /** With the tools of a browser's developers. */
  readonly developer: boolean;
}

export interface MenuActions {
  /** Gives the window a command. */
  command(id: string): void;
  openData(): void;
  openFolder(): void;
  openRecent(path: string): void;
  clearRecent(): void;
  showFolder(): void;
}

const THEMES = [
  ['Light Theme', 'theme:light'],
  ['Dark Theme', 'theme:dark'],
  ['Theme of the System', 'theme:system'],
] as const;

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** The menu, with the keys that the window knows too. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const item = (label: string, id: CommandId): MenuItemConstructorOptions => ({
    label,
    accelerator: COMMAND_KEYS[id].replace('Mod', 'CmdOrCtrl'),
    click: () => actions.command(id),
  });
  const settings = item('Settings', 'view:settings');
  const isMac = state.platform === 'darwin';
  const about: MenuItemConstructorOptions = { role: 'about' };
  return [
    ...(isMac ? [appMenu(about, settings)] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Open Data…', accelerator: 'CmdOrCtrl+O', click: () => actions.openData() },
        { label: 'Open Folder…', click: () => actions.openFolder() },
        { label: 'Open Recent', submenu: recentMenu(state.recent, actions) },
        SEPARATOR,
        ...(isMac ? [] : [settings, SEPARATOR]),
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Find Anything', 'palette'),
        SEPARATOR,
        item('Learn', 'view:learn'),
        item('Data', 'view:data'),
        item('Train', 'view:train'),
        item('Runs', 'view:runs'),
        item('Try', 'view:try'),
        SEPARATOR,
        ...THEMES.map(([label, id]) => ({ label, click: () => actions.command(id) })),
        SEPARATOR,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        // Where plus takes Shift, its key is pressed without.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        SEPARATOR,
        { role: 'reload', label: 'Reload the Window' },
        ...(state.developer ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        // Its key alone would be taken from every text field.
        { label: 'Shortcuts', click: () => actions.command('shortcuts') },
        { label: 'Save Diagnostics…', click: () => actions.command('diagnostics') },
        { label: 'Show the Data Folder', click: () => actions.showFolder() },
        ...(isMac ? [] : [SEPARATOR, about]),
      ],
    },
  ];
}

function recentMenu(recent: readonly string[], actions: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'No File Yet', enabled: false }];
  return [
    ...recent.map((path) => ({
      label: basename(path).replaceAll('&', '&&'),
      toolTip: path,
      click: () => actions.openRecent(path),
    })),
    SEPARATOR,
    { label: 'Clear This List', click: () => actions.clearRecent() },
  ];
}

function appMenu(
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      SEPARATOR,
      settings,
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { role: 'quit' },
    ],
  };
}
