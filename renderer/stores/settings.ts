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
  return {
    settings: settingsSchema.parse({}),
    load: async () => show(await studio.invoke('settings.get', {})),
    change: async (changes) => {
      const before = get().settings;
      show({ ...before, ...changes });
      try {
        show(await studio.invoke('settings.set', changes));
      } catch (error) {
        show(before);
        throw error;
      }
    },
  };
});
