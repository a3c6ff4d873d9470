const SPACES = /[^\S\t]+/g;
/** What most texts have none of, so that they need not be copied. */
const UNUSUAL_SPACES = /[^\S\t ]| {2}/;

/** The same for texts of the same words, whatever their case and spacing. */
export function normalized(text: string): string {
  const lower = text.toLowerCase();
  return (UNUSUAL_SPACES.test(lower) ? lower.replaceAll(SPACES, ' ') : lower).trim();
}
