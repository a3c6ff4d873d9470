import { useSettings } from '../stores/settings.ts';
import { useMedia } from './use-media.ts';

/** A token's colour as a canvas takes it, in the theme that is on. */
export function useColour(token: `--${string}`): string {
  // Read again whenever one of these changes what light-dark() picks.
  useMedia('(prefers-color-scheme: dark)');
  useSettings(({ settings }) => settings.theme);
  return getComputedStyle(document.documentElement).getPropertyValue(token);
}
