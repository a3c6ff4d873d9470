import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BertTokenizer } from './bert-tokenizer.ts';

const read = (file: string) =>
  readFileSync(new URL(`../../resources/models/all-MiniLM-L6-v2/${file}`, import.meta.url), 'utf8');
const tokenizer = new BertTokenizer({
  tokenizerJson: JSON.parse(read('tokenizer.json')),
  tokenizerConfig: JSON.parse(read('tokenizer_config.json')),
});
const ofBytes = tokenizer.ofBytes();

function idsOf(text: string): number[] | null {
  const bytes = Buffer.from(`before ${text} after`);
  const ids = ofBytes.idsAt(bytes, 7, bytes.length - 6);
  return ids && [...ids];
}

describe('ids of bytes', () => {
  it('are those of the same text, whatever its white space, case and signs', () => {
    const ascii = fc.string({ unit: 'binary-ascii', maxLength: 30 });
    const word = fc.constantFrom('The', 'quick', 'unaffable', '(fox)', 'jumps,', '\t', '\u0000', "don't", '');
    const text = fc.array(fc.oneof(ascii, word)).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (value) => {
        const ids = idsOf(value);
        if (ids !== null) expect(ids).toEqual([...tokenizer.tokenIds(value)]);
        else expect(value).toMatch(/\[|\S{65}/);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('are left to others beyond ASCII, where a special token may stand, and of very long words', () => {
    for (const text of ['schön', 'a [MASK] b', '漢字', 'x'.repeat(65)]) expect(idsOf(text), text).toBeNull();
    expect(idsOf('plain words')).not.toBeNull();
    expect(idsOf('')).toEqual([]);
  });

  it('stay right when more different words have come than are kept', () => {
    const many = tokenizer.ofBytes();
    for (let i = 0; i < 70_000; i++) {
      const bytes = Buffer.from(`w${i} again`);
      const ids = many.idsAt(bytes, 0, bytes.length);
      if (i % 997 === 0) expect([...ids!]).toEqual([...tokenizer.tokenIds(`w${i} again`)]);
    }
  });
});
