import { expect, test } from 'vitest';
import { plain } from '../said.ts';
import {
  comparedTakeaway,
  filledTakeaway,
  type Guesses,
  hideAWordPython,
  hideIn,
  maskedTexts,
  readHidden,
  wordsOf,
} from './hide-a-word.ts';

const guesses = (shares: Record<string, number>, own: Guesses['own'] = null): Guesses => ({
  top: Object.entries(shares).map(([token, probability]) => ({ token, probability })),
  own,
});

test('the word in brackets is the one hidden', () => {
  const { sentence, hidden } = readHidden('It was so cold that the lake [froze] over.');
  expect(sentence).toBe('It was so cold that the lake froze over.');
  expect(wordsOf(sentence)[hidden]!.text).toBe('froze');
});

test('the left side alone keeps the closing mark and nothing else of the right side', () => {
  const sentence = 'She poured the tea, then sat down.';
  const word = wordsOf(sentence)[3]!;
  expect(maskedTexts(sentence, word)).toEqual({
    place: 0,
    both: 'She poured the [MASK], then sat down.',
    left: 'She poured the [MASK].',
  });
});

test('a [MASK] in a sentence of one’s own is the blank; without one, a word in the middle is', () => {
  const hiddenIn = (typed: string) => {
    const own = hideIn(typed);
    return own && wordsOf(own.sentence)[own.hidden]!.text;
  };
  expect(hiddenIn('The capital of France is [mask].')).toBe('[MASK]');
  expect(hiddenIn('It was a cold night.')).toBe('a');
  expect(hiddenIn('Hello')).toBeNull();
  expect(hiddenIn('[MASK] [MASK]')).toBeNull();
});

test('of several masks the one that is the blank is asked about, in Python, too', () => {
  const sentence = 'The [MASK] sat on the [MASK] all day.';
  const texts = maskedTexts(sentence, wordsOf(sentence)[4]!);
  expect(texts.both).toBe('The [MASK] sat on [MASK] [MASK] all day.');
  expect(texts.place).toBe(1);
  const code = hideAWordPython('bert-base-uncased', texts);
  expect(code).toContain('both_sides = fill_mask("The [MASK] sat on [MASK] [MASK] all day.")[1]');
  expect(code).toContain('left_only = fill_mask("The [MASK] sat on [MASK].")[1]');
});

test('where nothing stands on the right, there is nothing to take away', () => {
  const sentence = 'The lake froze.';
  expect(maskedTexts(sentence, wordsOf(sentence)[2]!).left).toBeNull();
});

test('words with apostrophes and hyphens are one word', () => {
  expect(wordsOf("It isn't half-baked.").map(({ text }) => text)).toEqual(['It', "isn't", 'half-baked']);
});

test('a guess is told its rank, agreement, or why it has none', () => {
  const both = guesses({ froze: 0.389, was: 0.2 });
  expect(plain(filledTakeaway(both, ''))).toBe('BERT’s first guess is froze, at 38.9\u202f%.');
  const second = { ...both, own: { token: 'was', probability: 0.2, rank: 2 } };
  expect(plain(filledTakeaway(second, 'was'))).toContain('Your was comes 2nd, at 20.0\u202f%');
  const first = { ...both, own: { token: 'froze', probability: 0.389, rank: 1 } };
  expect(plain(filledTakeaway(first, 'froze'))).toContain('You and BERT agree');
  expect(plain(filledTakeaway(both, 'defrosted'))).toContain('not one piece in its vocabulary');
});

test('the takeaway names bidirectionality where the right side counted', () => {
  const both = guesses({ froze: 0.389, was: 0.2, sparkled: 0.0004 });
  const left = guesses({ sparkled: 0.148, froze: 0.05, was: 0.01 });
  expect(plain(comparedTakeaway(both, left, null))).toBe(
    'With the right side gone, froze falls from 38.9\u202f% to 5.0\u202f%, and sparkled rises from 0.040\u202f% to 14.8\u202f%. ' +
      'BERT had read to the end of the sentence before it filled the blank. Every position looks left and right at once: ' +
      'that is all bidirectional means.',
  );
});

test('the takeaway says so where the right side did not count, and where the learner expected otherwise', () => {
  const both = guesses({ coffee: 0.41, tea: 0.2 });
  const left = guesses({ coffee: 0.412, tea: 0.2 });
  const said = plain(comparedTakeaway(both, left, 'fall'));
  expect(said).toContain('You expected coffee to fall. It stays about where it was');
  expect(said).toContain('Here the left side nearly says it all');
});

test('a rise is called a rise, against the expectation too', () => {
  const said = plain(comparedTakeaway(guesses({ coffee: 0.229 }), guesses({ coffee: 0.41 }), 'fall'));
  expect(said).toContain('You expected coffee to fall. It rises from 22.9\u202f% to 41.0\u202f%');
});

test('the Python follows the sentence, quotes and all', () => {
  const sentence = 'He said "no" to the offer.';
  const code = hideAWordPython('bert-base-uncased', maskedTexts(sentence, wordsOf(sentence)[3]!));
  expect(code).toContain('both_sides = fill_mask("He said \\"no\\" [MASK] the offer.")');
  expect(code).toContain('left_only = fill_mask("He said \\"no\\" [MASK].")');
});
