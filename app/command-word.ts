const PLAIN = /^[\p{L}\p{N}_./\\:@%+=-]+$/u;
/** What shells look into between double quotes. */
const EXPANDED = /["$`]/;

/** A word of a command that a person is to copy, such as a path: in quotes where a shell would part or change it. */
export function commandWord(word: string): string {
  if (PLAIN.test(word)) return word;
  return EXPANDED.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : `"${word}"`;
}
