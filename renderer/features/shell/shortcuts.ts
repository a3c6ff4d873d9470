import { useEffect } from 'react';
import { onStudio } from '../../api/studio.ts';
import { useNavigation, VIEW_NAMES } from '../../stores/navigation.ts';
import { useSettings } from '../../stores/settings.ts';
import { OVERLAYS, showOverlay } from './overlays.ts';
import { SHORTCUTS } from './shortcut-table.ts';

const THEMES = ['light', 'dark', 'system'] as const;

/** Listens to the keyboard, and to the desktop shell's menu, which sends the same commands. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const shortcut = SHORTCUTS.find(({ keys }) => isPressed(keys, event));
      if (!shortcut || event.defaultPrevented) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener('keydown', press);
    const unsubscribe = onStudio('command', ({ command }) => obey(command));
    return () => {
      window.removeEventListener('keydown', press);
      unsubscribe();
    };
  }, []);
}

function obey(command: string): void {
  const overlay = OVERLAYS.find((name) => command === name);
  if (overlay) showOverlay(overlay);
  const view = VIEW_NAMES.find((name) => command === `view:${name}`);
  if (view) useNavigation.getState().open(view);
  const file = /^import:(.+)$/.exec(command)?.[1];
  if (file) useNavigation.getState().open('data', { open: file });
  const theme = THEMES.find((name) => command === `theme:${name}`);
  if (theme) void useSettings.getState().change({ theme });
}

/** Keys without Ctrl or Command would be typed into a field, so there they do nothing else. */
function isPressed(keys: string, event: KeyboardEvent): boolean {
  const withModifier = keys.startsWith('Mod+');
  const key = keys.split('+').at(-1)!.toLowerCase();
  if (event.key.toLowerCase() !== key || event.altKey) return false;
  if (withModifier !== (event.ctrlKey || event.metaKey)) return false;
  return withModifier ? !event.shiftKey : !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');
}
