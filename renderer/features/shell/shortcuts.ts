import { useEffect } from 'react';
import { onStudio } from '../../api/studio.ts';
import { useNavigation, VIEW_NAMES } from '../../stores/navigation.ts';

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
    });
    return () => {
      window.removeEventListener('keydown', press);
      unsubscribe();
    };
  }, []);
}
