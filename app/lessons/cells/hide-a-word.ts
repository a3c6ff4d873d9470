import { z } from 'zod';
import { pythonLiteral } from '../../training/python-literal.ts';
import { figure, type Said, say, share, word } from '../said.ts';
import { hubName, modelName } from './models.ts';

const HIDDEN = /\[([^\]]+)\]/;
const MASK = '[MASK]';
const WORD = /\[MASK\]|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

export const hideAWord = z.strictObject({
  kind: z.literal('hide-a-word'),
  id: z.string(),
  /** The word in brackets is hidden first. */
  sentence: z.string().regex(HIDDEN, 'needs one word in [brackets]: it is the one hidden first'),
  model: modelName.default('bert-base-uncased'),
});

export interface SentenceWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function wordsOf(sentence: string): SentenceWord[] {
  return [...sentence.matchAll(WORD)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

/** The sentence without brackets, and which of its words they stood around. */
export function readHidden(marked: string): { readonly sentence: string; readonly hidden: number } {
  const { 1: inside, index } = HIDDEN.exec(marked)!;
  const sentence = marked.replace(HIDDEN, inside!);
  return { sentence, hidden: wordsOf(sentence).findIndex(({ start }) => start === index) };
}

/** A learner's own sentence: a `[MASK]` in it is the blank, else a word in the middle is; null where no word is left to guess by. */
export function hideIn(typed: string): { readonly sentence: string; readonly hidden: number } | null {
  const sentence = typed.replaceAll(/\[mask\]/gi, MASK);
  const words = wordsOf(sentence).map(({ text }) => text);
  if (words.length < 2 || words.every((text) => text === MASK)) return null;
  const asked = words.indexOf(MASK);
  return { sentence, hidden: asked >= 0 ? asked : Math.floor(words.length / 2) };
}

interface MaskedTexts {
  /** Which of the masks in them is the blank: the sentence may hold others. */
  readonly place: number;
  /** With the words on both sides. */
  readonly both: string;
  /** With those on the left alone; the closing mark stays, so that the sentence is seen to end. Null where nothing stands on the right. */
  readonly left: string | null;
}

export function maskedTexts(sentence: string, { start, end }: SentenceWord): MaskedTexts {
  const [before, after] = [sentence.slice(0, start), sentence.slice(end)];
  const closing = /[.!?…]*["'”’]*\s*$/.exec(after)![0].trim();
  const hasRight = wordsOf(after).length > 0;
  return {
    place: masksIn(before),
    both: `${before}${MASK}${after}`,
    left: hasRight ? `${before}${MASK}${closing}` : null,
  };
}

const masksIn = (text: string): number => text.split(MASK).length - 1;

export interface Guess {
  readonly token: string;
  readonly probability: number;
}
/** The likeliest first; and the learner's own word, wherever it ranks. */
export interface Guesses {
  readonly top: readonly Guess[];
  readonly own: (Guess & { readonly rank: number }) | null;
}
export const EXPECTATIONS = ['fall', 'stay', 'rise'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** Less than a hundredth is called staying. */
const MOVED = 0.01;

function movementOf(before: number, after: number): Expectation {
  if (Math.abs(after - before) < MOVED) return 'stay';
  return after > before ? 'rise' : 'fall';
}

/** What the answer with both sides says. @param typed as the learner wrote it; empty for no guess. */
export function filledTakeaway(both: Guesses, typed: string): Said {
  const [first] = both.top as [Guess];
  const guessed = say`BERT’s first guess is ${word(first.token)}, at ${share(first.probability)}.`;
  if (typed === '') return guessed;
  if (!both.own) {
    return say`${guessed} Your ${word(typed)} is not one piece in its vocabulary, and a blank takes one piece.`;
  }
  if (both.own.rank === 1)
    return say`You and BERT agree on ${word(first.token)}: it gives it ${share(first.probability)}.`;
  return say`${guessed} Your ${word(both.own.token)} comes ${figure(ordinal(both.own.rank))}, at ${share(both.own.probability, digitsFor(both.own.probability))}.`;
}

/** What changed when the right side was taken away; true whatever changed. */
export function comparedTakeaway(both: Guesses, left: Guesses, expected: Expectation | null): Said {
  const shareIn = ({ top, own }: Guesses, token: string) =>
    top.find((guess) => guess.token === token)?.probability ??
    (own?.token === token ? own.probability : null);
  const lowest = ({ top }: Guesses) => top.at(-1)!.probability;
  const focus = both.own ?? both.top[0]!;
  const after = shareIn(left, focus.token) ?? lowest(left);
  const movement = movementOf(focus.probability, after);
  const opening =
    expected === null
      ? say`With the right side gone, ${word(focus.token)} `
      : expectation(focus.token, expected, movement);
  const path = say`${verbOf(movement)} ${amounts(focus.probability, after)}`;
  const gained = left.top
    .slice(0, 5)
    .filter(({ token }) => token !== focus.token)
    .map(({ token, probability }) => ({ token, to: probability, from: shareIn(both, token) }))
    .map((guess) => ({ ...guess, listed: guess.from !== null, from: guess.from ?? lowest(both) }))
    .sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  const other =
    gained && gained.to - gained.from >= MOVED
      ? say`, and ${word(gained.token)} rises from ${gained.listed ? '' : 'at most '}${amounts(gained.from, gained.to)}`
      : say``;
  const moved = Math.max(Math.abs(after - focus.probability), gained ? gained.to - gained.from : 0);
  const ending =
    moved >= 0.05
      ? say`BERT had read to the end of the sentence before it filled the blank. Every position looks left and right at once: that is all ${word('bidirectional')} means.`
      : say`Here the left side nearly says it all. BERT read both sides at once all the same, which is what ${word('bidirectional')} means; hide another word to see the right side count.`;
  return say`${opening}${path}${other}. ${ending}`;
}

function expectation(token: string, expected: Expectation, movement: Expectation): Said {
  if (expected === movement) return say`As you expected, ${word(token)} `;
  return say`You expected ${word(token)} to ${expected}. It `;
}

function verbOf(movement: Expectation): string {
  return { fall: 'falls from', rise: 'rises from', stay: 'stays about where it was, from' }[movement];
}

function amounts(before: number, after: number): Said {
  return say`${share(before, digitsFor(before))} to ${share(after, digitsFor(after))}`;
}

/** Enough decimals that a rare word does not read as zero. */
export function digitsFor(probability: number): number {
  return probability >= 0.001 ? 1 : probability >= 0.00001 ? 3 : 5;
}

/** `21st` */
export function ordinal(rank: number): string {
  const ending = rank % 100 >= 11 && rank % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank.toLocaleString('en')}${ending}`;
}

/** The same with transformers. */
export function hideAWordPython(model: string, { place, both, left }: MaskedTexts): string {
  // The pipeline answers a text of several masks with a list for each.
  const filled = (text: string) =>
    `fill_mask(${pythonLiteral(text)})${masksIn(text) > 1 ? `[${place}]` : ''}`;
  return `from transformers import pipeline

fill_mask = pipeline("fill-mask", model=${pythonLiteral(hubName(model))}, top_k=5)
both_sides = ${filled(both)}
${left === null ? '' : `left_only = ${filled(left)}\n`}
for guess in ${left === null ? 'both_sides' : 'both_sides + left_only'}:
    print(f"{guess['token_str']:12} {guess['score']:.1%}")
`;
}
