import { describe, expect, it } from 'vitest';
import type { RawExample } from '../../../app/data/raw-example.ts';
import { MemoryRows, Rows } from '../../../app/data/rows.ts';
import { RandomStream } from '../../../app/random.ts';
import type { LoadedDataset } from '../../storage/datasets.ts';
import { PartsOfDataset } from './parts-of-dataset.ts';
import { textRanks } from './text-ranks.ts';

const { signal } = new AbortController();

function partsOf(examples: readonly Partial<RawExample>[]): PartsOfDataset {
  const whole = examples.map((example, row): RawExample => {
    return { row, line: row + 2, text: 'a', textPair: null, label: null, words: null, ...example };
  });
  const rows = new Rows(new MemoryRows(whole), { names: [], ids: new Int32Array(whole.length).fill(-1) });
  const split = { file: 'x.csv', rows, labels: [], skipped: {} };
  return new PartsOfDataset({ splits: { train: split } } as unknown as LoadedDataset);
}

/** What each row's text has, and rows by rank. */
async function ordered(texts: readonly string[]): Promise<string[]> {
  const ranks = await textRanks(partsOf(texts.map((text) => ({ text }))), 'text', signal);
  return [...texts.keys()].sort((a, b) => ranks[a]! - ranks[b]! || a - b).map((row) => texts[row]!);
}

describe('the order of texts', () => {
  it('is that of their letters, whatever the case, however far they agree', async () => {
    const start = 'the same words at the beginning of each row, '.repeat(3);
    const texts = [
      `${start}b`,
      'Zebra',
      `${start}A`,
      'zeal',
      'a',
      '  two',
      'ähnlich',
      `${start}B`,
      start.trim(),
    ];
    expect(await ordered(texts)).toEqual([
      '  two',
      'a',
      start.trim(),
      `${start}A`,
      `${start}b`,
      `${start}B`,
      'zeal',
      'Zebra',
      'ähnlich',
    ]);
  });

  it('is the same as a comparison of every pair gives', async () => {
    const random = new RandomStream(5);
    const letters = ['a', 'b', 'C', ' ', 'é', 'Ж', '漢', '😀'];
    const texts = Array.from({ length: 3000 }, () =>
      Array.from({ length: 1 + random.below(40) }, () => letters[random.below(random.below(8) + 1)]!).join(
        '',
      ),
    );
    const bytes = (text: string) => Buffer.from(text.toLowerCase());
    const expected = texts.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect((await ordered(texts)).map((text) => text.toLowerCase())).toEqual(
      expected.map((text) => text.toLowerCase()),
    );
  });

  it('has rows without the text nowhere, and those that share one in one place', async () => {
    const extras = [{ place: 'Rome' }, {}, { place: 'athens' }, { place: 'ROME' }, {}, { place: 'Oslo' }];
    const ranks = await textRanks(partsOf(extras.map((extra) => ({ extra }))), 'extra:place', signal);
    expect([...ranks]).toEqual([2, -1, 0, 2, -1, 1]);
  });
});
