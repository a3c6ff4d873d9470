/** Share of words in common from which two rows count as nearly the same. */
export const NEARLY_THE_SAME = 0.8;

/**
 * For each text the first earlier one that shares nearly all its words (Jaccard similarity of the word sets), or null.
 * Equal word sets count as well. Exact, by prefix filtering: two sets that similar share one of their rarest words
 * (Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins").
 */
export function nearDuplicates(texts: readonly string[], threshold = NEARLY_THE_SAME): (number | null)[] {
  const sets = texts.map(wordsOf);
  const frequency = new Map<string, number>();
  for (const set of sets) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rowsWith = new Map<string, number[]>();
  return sets.map((set, row) => {
    const rarestFirst = [...set].sort((a, b) => frequency.get(a)! - frequency.get(b)! || (a < b ? -1 : 1));
    const prefix = rarestFirst.slice(0, set.size - Math.ceil(threshold * set.size) + 1);
    const candidates = new Set(prefix.flatMap((word) => rowsWith.get(word) ?? []));
    for (const word of prefix) rowsWith.set(word, [...(rowsWith.get(word) ?? []), row]);
    const similar = [...candidates].filter((other) => jaccard(set, sets[other]!) >= threshold);
    return similar.length === 0 ? null : Math.min(...similar);
  });
}

/** Different words of a text, whatever case and punctuation. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Share of the words of two texts that both have. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  return common / (a.size + b.size - common);
}
