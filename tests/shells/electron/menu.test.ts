import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { COMMAND_KEYS } from '../../../app/contract/commands.ts';
import { type MenuActions, menuTemplate } from '../../../main/electron/menu.ts';

function menu(platform: NodeJS.Platform, { developer = false, recent = [] as string[] } = {}) {
  const actions = {
    command: vi.fn(),
    openData: vi.fn(),
    openFolder: vi.fn(),
    openRecent: vi.fn(),
    clearRecent: vi.fn(),
    showFolder: vi.fn(),
  } satisfies MenuActions;
  const template = menuTemplate({ platform, recent, developer }, actions);
  return { actions, template, items: template.flatMap(itemsOf) };
}

function itemsOf(item: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  const under = (item.submenu ?? []) as MenuItemConstructorOptions[];
  return [item, ...under.flatMap(itemsOf)];
}

test.each(['linux', 'win32', 'darwin'] as const)(
  'on %s every key of the window is in the menu',
  (platform) => {
    const { items, actions } = menu(platform);
    for (const [id, keys] of Object.entries(COMMAND_KEYS)) {
      if (id === 'shortcuts') continue;
      const item = items.find(({ accelerator }) => accelerator === keys.replace('Mod', 'CmdOrCtrl'));
      item!.click!({} as never, undefined, {} as never);
      expect(actions.command).toHaveBeenLastCalledWith(id);
    }
  },
);

test.each(['linux', 'win32', 'darwin'] as const)('on %s no two items have the same keys', (platform) => {
  const keys = menu(platform)
    .items.map(({ accelerator }) => accelerator)
    .filter(Boolean);
  expect(new Set(keys).size).toBe(keys.length);
});

test('quit, about and settings stand where each system has them', () => {
  const labels = (template: MenuItemConstructorOptions[]) => template.map(({ label, role }) => label ?? role);
  expect(labels(menu('darwin').template)).toEqual([
    'appMenu',
    'File',
    'editMenu',
    'View',
    'windowMenu',
    'help',
  ]);
  expect(labels(menu('win32').template)).toEqual(['File', 'editMenu', 'View', 'windowMenu', 'help']);
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    const roles = menu(platform).items.map(({ role }) => role);
    expect(roles.filter((role) => role === 'quit')).toHaveLength(1);
    expect(roles.filter((role) => role === 'about')).toHaveLength(1);
  }
});

test('the window grows with plus and with the key that is plus with Shift', () => {
  const keys = menu('linux')
    .items.filter(({ role }) => role === 'zoomIn')
    .map(({ accelerator }) => accelerator);
  expect(keys).toEqual([undefined, 'CmdOrCtrl+=']);
});

test('the tools of developers are in no packaged program', () => {
  const has = (developer: boolean) =>
    menu('linux', { developer }).items.some(({ role }) => role === 'toggleDevTools');
  expect([has(false), has(true)]).toEqual([false, true]);
});

test('recent files show their names, and open by their paths', () => {
  const { items, actions } = menu('linux', { recent: ['/data/a & b.csv'] });
  const item = items.find(({ label }) => label === 'a && b.csv')!;
  item.click!({} as never, undefined, {} as never);
  expect(actions.openRecent).toHaveBeenCalledWith('/data/a & b.csv');
});
