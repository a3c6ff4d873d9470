import { useSettings } from '../../../stores/settings.ts';

/** Pixels of one rem: it grows with the text size. */
export function useRootSize(): number {
  const textSize = useSettings((state) => state.settings.textSize);
  return textSize > 0 ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize) : 16;
}
