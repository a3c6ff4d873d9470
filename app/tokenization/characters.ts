/** Character classes of BERT's basic tokenization, each for one code point as a string. */

export const isWhitespace = (char: string): boolean => /^\p{White_Space}$/u.test(char);

/** Removed by `clean_text`: NUL, the replacement character, and control characters other than tab and line ends. */
export const isRemoved = (char: string): boolean =>
  /^[\0\uFFFD]$/.test(char) || /^(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u.test(char);

const CHINESE_BLOCKS = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
] as const;

/** CJK ideographs, each a word of its own. Kana and Hangul are not among them, as in BERT. */
export function isChinese(char: string): boolean {
  const codePoint = char.codePointAt(0)!;
  return (
    codePoint >= 0x3400 && CHINESE_BLOCKS.some(([first, last]) => codePoint >= first && codePoint <= last)
  );
}

/**
 * Whether a UTF-16 unit separates chunks of text. VT, FF and NEL are left to the normalizer, which removes them
 * when it cleans text and treats them as whitespace when it does not.
 */
export function isSeparator(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
  if (unit < 0x1680) return unit === 0xa0;
  return (
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x1680 ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
