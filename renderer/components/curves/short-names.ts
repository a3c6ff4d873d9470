/** As many letters as there is room for beside a chart. */
const MOST = 18;

/**
 * Names as far as there is room for them, so that they can still be told apart: leading words that all of them share go
 * first, then letters in the middle.
 */
export function shortNames(names: readonly string[]): string[] {
  let words = names.map((name) => name.match(/[^\s_-]*[\s_-]+|[^\s_-]+$/g) ?? [name]);
  const isTooLong = () => words.some((parts) => parts.join('').length > MOST - 1);
  let dropped = '';
  if (names.every((name) => name.length <= MOST)) return [...names];
  while (names.length > 1 && isTooLong() && words.every(([first], _, [[same]]) => first === same)) {
    if (words.some((parts) => parts.length < 2)) break;
    words = words.map(([, ...rest]) => rest);
    dropped = '…';
  }
  return words.map((parts) => cut(dropped + parts.join('')));
}

function cut(name: string): string {
  if (name.length <= MOST) return name;
  const tail = Math.floor((MOST - 1) / 2);
  return `${name.slice(0, MOST - 1 - tail)}…${name.slice(-tail)}`;
}
