import type { MenuItemConstructorOptions } from 'electron';

const VIEWS = ['Learn', 'Data', 'Train', 'Runs', 'Try'];

/**
 * The menu with the shortcuts that the window has.
 *
 * @param send gives the window a command, as `view:data` or `palette`.
 * @param openData asks for a file and opens it as data.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  send: (command: string) => void,
  openData: () => void,
): MenuItemConstructorOptions[] {
  const item = (
    label: string,
    accelerator: string | undefined,
    command: string,
  ): MenuItemConstructorOptions => ({
    label,
    ...(accelerator ? { accelerator } : {}),
    click: () => send(command),
  });
  const settings = item('Settings', 'CmdOrCtrl+,', 'view:settings');
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [appMenu(settings)] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Open Data…', accelerator: 'CmdOrCtrl+O', click: openData },
        { role: 'recentDocuments', label: 'Open Recent', submenu: [{ role: 'clearRecentDocuments' }] },
        { type: 'separator' },
        ...(isMac ? [] : [settings, { type: 'separator' } as const]),
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Command Palette', 'CmdOrCtrl+K', 'palette'),
        { type: 'separator' },
        ...VIEWS.map((label, index) => item(label, `CmdOrCtrl+${index + 1}`, `view:${label.toLowerCase()}`)),
        { type: 'separator' },
        item('Light Theme', undefined, 'theme:light'),
        item('Dark Theme', undefined, 'theme:dark'),
        item('Theme of the System', undefined, 'theme:system'),
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    ...(isMac ? [] : [{ label: 'Help', submenu: [{ role: 'about' } as const] }]),
  ];
}

function appMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}
