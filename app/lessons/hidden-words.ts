import { RandomStream } from '../random.ts';

/** A sentence with one word taken out. */
export interface HiddenWord {
  readonly left: string;
  readonly word: string;
  readonly right: string;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const MASK = '[MASK]';
/** Of words that can be hidden: with fewer, one side says hardly anything. */
const FEWEST = 6;

/**
 * Hides a word of a sentence, drawn by the seed among those that are one token and neither first nor last.
 *
 * @returns null for a sentence with fewer than six such words.
 */
export function hideWord(
  text: string,
  seed: number,
  row: number,
  isOneToken: (word: string) => boolean,
): HiddenWord | null {
  const words = [...text.matchAll(WORD)].slice(1, -1).filter(([word]) => isOneToken(word));
  if (words.length < FEWEST) return null;
  const { 0: word, index } = words[new RandomStream(seed, row).below(words.length)]!;
  return { left: text.slice(0, index), word, right: text.slice(index + word.length) };
}

/** A side is covered by a [MASK] for each of its words, so that the others keep their places. */
export function textFor({ left, right }: HiddenWord, sees: 'both' | 'left' | 'right') {
  const before = sees === 'right' ? cover(left) : left;
  const after = sees === 'left' ? cover(right) : right;
  /** Which of the text's masks stands for the hidden word. */
  const mask = before.split(MASK).length - 1;
  return { text: `${before}${MASK}${after}`, mask };
}

const cover = (text: string): string => text.replace(WORD, MASK);
