/** Reads the page's tokens, resolved for the theme of now. */
export function themeColors(): (token: string, opacity?: number) => string {
  const style = getComputedStyle(document.documentElement);
  return (token, opacity = 1) => {
    const value = style.getPropertyValue(token);
    return opacity === 1 ? value : `color-mix(in srgb, ${value} ${opacity * 100}%, transparent)`;
  };
}

/** The system's theme, or the one chosen in the settings, or the text size. @returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  const settings = new MutationObserver(changed);
  settings.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] });
  return () => {
    scheme.removeEventListener('change', changed);
    settings.disconnect();
  };
}
