import { IGNORE_INDEX } from '../models/task.ts';

/**
 * Gives each word's label to its first sub-token and IGNORE_INDEX to all others (Devlin et al. 2019, section 5.3).
 *
 * @param wordIds word of every token, -1 for special tokens.
 * @returns a label a token, and the labels of words that got no token because the input was cut.
 */
export function alignTags(
  wordIds: Int32Array,
  tags: readonly number[],
): { labels: Int32Array; lost: number[] } {
  const labels = new Int32Array(wordIds.length).fill(IGNORE_INDEX);
  const seen = new Set<number>([-1]);
  for (const [token, word] of wordIds.entries()) {
    if (seen.has(word)) continue;
    seen.add(word);
    labels[token] = tags[word]!;
  }
  return { labels, lost: tags.filter((_, word) => !seen.has(word)) };
}
