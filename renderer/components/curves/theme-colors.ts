/** Reads an element's tokens, resolved for its theme of now, each once: a reading may have the page's style worked out anew. */
export function themeColors(element: Element): (token: string, opacity?: number) => string {
  const style = getComputedStyle(element);
  const values = new Map<string, string>();
  const read = (token: string): string => {
    const value = style.getPropertyValue(token);
    values.set(token, value);
    return value;
  };
  return (token, opacity = 1) => {
    const value = values.get(token) ?? read(token);
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
