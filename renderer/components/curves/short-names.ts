/** As many letters as there is room for beside a chart. */
const MOST = 18;

interface Named {
  readonly position: number;
  readonly words: readonly string[];
}

/**
 * Names as far as there is room for them, so that they can still be told apart: of those that are too long, leading words
 * that others have too go first, then letters in the middle.
 */
export function shortNames(names: readonly string[]): string[] {
  const short = [...names];
  const all = names.map((name, position) => ({
    position,
    words: name.match(/[^\s_-]*[\s_-]+|[^\s_-]+$/g) ?? [name],
  }));
  const settle = (group: readonly Named[], dropped: string): void => {
    const isRoomy = (members: readonly Named[]) =>
      members.every(({ words }) => dropped.length + words.join('').length <= MOST);
    const isLast = group.length === 1 || group.some(({ words }) => words.length < 2);
    if (isRoomy(group) || isLast) {
      for (const { position, words } of group) short[position] = cut(dropped + words.join(''));
      return;
    }
    for (const first of new Set(group.map(({ words }) => words[0]))) {
      const members = group.filter(({ words }) => words[0] === first);
      if (members.length === 1 || isRoomy(members)) settle(members, dropped);
      else
        settle(
          members.map(({ position, words }) => ({ position, words: words.slice(1) })),
          '…',
        );
    }
  };
  settle(all, '');
  return short;
}

function cut(name: string): string {
  if (name.length <= MOST) return name;
  const tail = Math.floor((MOST - 1) / 2);
  return `${name.slice(0, MOST - 1 - tail)}…${name.slice(-tail)}`;
}
