/** The colours and weights that this program prints, and what else would steer a terminal or turn a line around. */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /\x1b\[(?:[012]|22|3[1-79])m|[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text as it may go to a terminal: rows, labels and names come from strangers' files, and a terminal obeys what it is
 * shown. Line ends, tabs and the program's own colours stay; the rest is written out, as `\x1b`.
 */
export function visible(text: string): string {
  return text.replaceAll(STEERING, (found) => (found.length > 1 ? found : writtenOut(found)));
}

function writtenOut(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
