import { useEffect } from 'react';
import { onStudio } from '../../api/studio.ts';
import { useNavigation, VIEW_NAMES } from '../../stores/navigation.ts';
import { useSettings } from '../../stores/settings.ts';

const THEMES = ['light', 'dark', 'system'] as const;

/** Ctrl (Cmd) with 1 to 5 opens a view, with a comma the settings; the desktop shell's menu sends the same commands. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const view = event.key === ',' ? 'settings' : VIEW_NAMES[Number(event.key) - 1];
      if (view === undefined) return;
      event.preventDefault();
      useNavigation.getState().open(view);
    };
    window.addEventListener('keydown', press);
    const unsubscribe = onStudio('command', ({ command }) => {
      const view = VIEW_NAMES.find((name) => command === `view:${name}`);
      if (view) useNavigation.getState().open(view);
      const file = /^import:(.+)$/.exec(command)?.[1];
      if (file) useNavigation.getState().open('data', { open: file });
      const theme = THEMES.find((name) => command === `theme:${name}`);
      if (theme) void useSettings.getState().change({ theme });
    });
    return () => {
      window.removeEventListener('keydown', press);
      unsubscribe();
    };
  }, []);
}
