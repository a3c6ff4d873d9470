/** Characters: several times the longest page we wrote. */
const LONGEST_PAGE = 100_000;
const LONGEST_PARAGRAPH = 10_000;
/** Characters before a line's first word: what nests quotes and lists. */
const DEEPEST = 80;
const MOST_DIRECTIVES = 200;

/**
 * Why a page is not even parsed: what is nested a thousandfold takes Markdown parsers minutes, or all of the stack.
 *
 * @returns the end of a sentence; null for a page that can be parsed.
 */
export function tooMuchFor(markdown: string): string | null {
  if (markdown.length > LONGEST_PAGE) return `has more than ${LONGEST_PAGE} characters`;
  const deep = markdown.split('\n').findIndex((line) => /^[\s>:*+-]*/.exec(line)![0].length > DEEPEST);
  if (deep >= 0) return `nests too deeply in line ${deep + 1}`;
  if (markdown.split(/\n\s*\n/).some((paragraph) => paragraph.length > LONGEST_PARAGRAPH))
    return `has a paragraph of more than ${LONGEST_PARAGRAPH} characters`;
  const directives = markdown.match(/^\s*:{2,}/gm)?.length ?? 0;
  return directives > MOST_DIRECTIVES ? `has more than ${MOST_DIRECTIVES} directives` : null;
}
