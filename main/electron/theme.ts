import type { Settings } from '../../app/contract/workspace.ts';
import type { Studio } from '../services/studio/studio.ts';
import type { ElectronApi } from './api.ts';

/** Before the page has drawn anything; the paper of renderer/styles/tokens.css. */
const PAPER = { light: '#fcfbf9', dark: '#1b1a18' } as const;

export function paperOf({ nativeTheme }: Pick<ElectronApi, 'nativeTheme'>): string {
  return PAPER[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
}

/** Title bar, menus and dialogs of the system are light or dark as Settings say, from now on. */
export async function followTheme(
  { nativeTheme }: Pick<ElectronApi, 'nativeTheme'>,
  studio: Pick<Studio, 'invoke' | 'subscribe'>,
): Promise<void> {
  const take = async () => {
    const { theme } = (await studio.invoke('settings.get', {})) as Settings;
    nativeTheme.themeSource = theme;
  };
  // A window in the colours of the system is no reason not to open one.
  const tryToTake = () => take().catch((error) => console.error(error));
  studio.subscribe(({ event, payload }) => {
    if (event === 'workspace.changed' && (payload as { readonly key: string }).key === 'settings')
      void tryToTake();
  });
  await tryToTake();
}
