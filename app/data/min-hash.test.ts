import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random.ts';
import { BANDS, minHash } from './min-hash.ts';

const signature = (text: string) => {
  const out = new Int32Array(BANDS);
  minHash(text, out);
  return [...out];
};
const share = (a: string, b: string) => {
  const [x, y] = [signature(a), signature(b)];
  return x.some((key, band) => key === y[band]);
};

describe('signatures of texts', () => {
  it('are the same for the same words, whatever order, case and punctuation', () => {
    expect(signature('The lake froze over – in ONE night!')).toEqual(
      signature('in one night the lake froze over'),
    );
    expect(signature('Ünïcode wörds')).not.toEqual(signature('unicode words'));
  });

  it('share a band where 80 % of the words are shared, and hardly ever where 20 % are', () => {
    const random = new RandomStream(7);
    const word = () => random.nextUint32().toString(36);
    const [tries, found] = [400, { near: 0, far: 0 }];
    for (let i = 0; i < tries; i++) {
      const words = Array.from({ length: 36 }, word);
      // 32 of 40 different words are in both, then 12 of 60.
      const near = [...words.slice(0, 32), word(), word(), word(), word()];
      const far = [...words.slice(0, 12), ...Array.from({ length: 24 }, word)];
      if (share(words.join(' '), near.join(' '))) found.near++;
      if (share(words.join(' '), far.join(' '))) found.far++;
    }
    expect(found.near / tries).toBeGreaterThan(0.96);
    expect(found.far / tries).toBeLessThan(0.05);
  });
});
