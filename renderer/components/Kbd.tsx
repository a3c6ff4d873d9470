const MAC = /Mac/.test(navigator.platform);
const MAC_KEYS: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩' };

/** A shortcut such as `Mod+K`, by the names of this computer's keys. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="keys">
      {keys.split('+').map((key) => (
        <kbd key={key}>{MAC ? (MAC_KEYS[key] ?? key) : key === 'Mod' ? 'Ctrl' : key}</kbd>
      ))}
    </span>
  );
}
