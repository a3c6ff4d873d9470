const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Numbers and texts that are numbers; booleans are as good as 0 and 1 for that. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return true;
  return typeof value === 'string' && NUMBER.test(value.trim());
}

/** A label as text, as it stands in the file; null where there is none. */
export function labelKey(value: unknown): string | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  const key = String(value).trim();
  return key === '' ? null : key;
}

/** Numbers by value, anything else by code point: the same order on every machine. */
export function sortKeys(keys: readonly string[]): string[] {
  if (keys.every((key) => isNumeric(key)))
    return keys.toSorted((a, b) => Number(a) - Number(b) || compare(a, b));
  return keys.toSorted(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
