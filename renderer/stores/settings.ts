import { create } from 'zustand';
import { type Settings, settingsSchema } from '../../app/contract/workspace.ts';
import { studio } from '../api/studio.ts';

interface SettingsStore {
  readonly settings: Settings;
  readonly load: () => Promise<void>;
  /** Shown at once, and taken back where it cannot be kept. */
  readonly change: (changes: Partial<Settings>) => Promise<void>;
}

export const useSettings = create<SettingsStore>((set, get) => {
  const show = (settings: Settings) => {
    const root = document.documentElement;
    if (settings.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = settings.theme;
    root.style.fontSize = `${settings.textSize}%`;
    set({ settings });
  };
  let kept = settingsSchema.parse({});
  let asked = 0;
  return {
    settings: kept,
    load: async () => {
      kept = await studio.invoke('settings.get', {});
      show(kept);
    },
    change: async (changes) => {
      asked += 1;
      const mine = asked;
      show({ ...get().settings, ...changes });
      try {
        kept = await studio.invoke('settings.set', changes);
      } finally {
        // An answer to an older change would take back the newer one for a moment.
        if (mine === asked) show(kept);
      }
    },
  };
});
