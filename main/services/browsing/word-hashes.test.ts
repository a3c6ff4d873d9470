import { describe, expect, it } from 'vitest';
import { normalized } from '../../../app/data/browsing/normalized.ts';
import { BANDS, minHash } from '../../../app/data/min-hash.ts';
import { RandomStream } from '../../../app/random.ts';
import { blockOf } from './text-blocks.ts';
import { WordHashes } from './word-hashes.ts';

type Texts = { readonly text: string; readonly textPair: string | null };

const hashes = new WordHashes();
const block = (texts: readonly Texts[]) => blockOf(texts, () => ({ label: null, words: null }));
const single = (text: string): Texts => ({ text, textPair: null });
const contentsOf = (texts: readonly Texts[]) => {
  const found = hashes.contents(block(texts));
  return texts.map((_, row) => `${found[2 * row]} ${found[2 * row + 1]}`);
};

const LETTERS = [
  'a',
  'B',
  'z',
  'Z',
  '@',
  '[',
  '`',
  '{',
  '0',
  '9',
  '!',
  '.',
  ' ',
  ' ',
  '  ',
  '\t',
  '\n',
  '\x01',
];
const OTHERS = ['é', 'É', '\u00a0', 'ß', 'İ', '\u212a', '中', '😀', '\u2003'];

/** Texts of every length up to three times what is hashed at once, some without and some with letters beyond ASCII. */
const TEXTS = Array.from({ length: 400 }, (_, i): Texts => {
  const random = new RandomStream(7, i);
  const from = i % 3 === 0 ? [...LETTERS, ...OTHERS] : i % 3 === 1 ? LETTERS : LETTERS.slice(0, 13);
  const text = (length: number) =>
    Array.from({ length }, () => from[Math.floor(random.next() * from.length)]!).join('');
  return { text: text(i % 50), textPair: i % 2 === 0 ? null : text((i * 7) % 40) };
});

describe('hashes of the words of rows', () => {
  it('are the same for the same words, whatever their case and spacing, and for no others', () => {
    const keys = TEXTS.map(({ text, textPair }) => `${normalized(text)}|${normalized(textPair ?? '')}`);
    const contents = contentsOf(TEXTS);
    const same = (values: readonly string[]) => values.map((value) => values.indexOf(value));
    expect(same(contents)).toEqual(same(keys));
  });

  it('do not depend on where a text stands in its block', () => {
    const alone = TEXTS.map((texts) => contentsOf([texts])[0]);
    expect(contentsOf(TEXTS)).toEqual(alone);
  });

  it('tell case and needless spaces apart from other words', () => {
    const [a, b, c, d, e, f, g] = contentsOf(
      ['A fine Lamp', 'a fine lamp', 'a  fine\nlamp', ' a fine lamp ', 'a fine lamq', 'K', '\u212a'].map(
        single,
      ),
    );
    expect([b, c, d]).toEqual([a, a, a]);
    expect(e).not.toBe(a);
    expect(g).toBe(f);
  });

  it('tell a text from the same words in two texts', () => {
    const [one, two, swapped] = contentsOf([
      { text: 'a b', textPair: null },
      { text: 'a', textPair: 'b' },
      { text: 'b', textPair: 'a' },
    ]);
    expect(new Set([one, two, swapped]).size).toBe(3);
  });

  it('are all different for many texts that differ by little', () => {
    const texts = Array.from({ length: 100_000 }, (_, i) => single(`row ${i}`));
    expect(new Set(contentsOf(texts)).size).toBe(texts.length);
  });
});

describe('signatures of the words of rows', () => {
  it('are those of the plain definition', () => {
    const signatures = hashes.signatures(block(TEXTS));
    const expected = new Int32Array(TEXTS.length * BANDS);
    for (const [row, { text, textPair }] of TEXTS.entries())
      minHash(`${text} ${textPair ?? ''}`, expected.subarray(row * BANDS, (row + 1) * BANDS));
    expect(signatures).toEqual(expected);
  });
});
