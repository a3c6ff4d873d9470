import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const names = (...given: readonly string[]) => studio(folder, 'datasets', 'label-names', ...given);

beforeAll(() => {
  const rows = Array.from({ length: 12 }, (_, i) => `pair ${i},${i % 3 === 0 ? 'a=b' : i % 2}`);
  writeFileSync(join(folder, 'pairs.csv'), `text,label\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'plain.txt'), 'one text\nand another\n');
  for (const file of ['pairs.csv', 'plain.txt'])
    expect(studio(folder, 'datasets', 'import', file)).toMatchObject({ code: 0 });
});

describe('datasets label-names', () => {
  it('names labels, one after the other, and takes a name away', () => {
    expect(names('my-pairs', '0=different', '1= equivalent', 'a=b=both').code).toBe(0);
    const { out } = names('my-pairs', '1=', '--json');
    const labels = [
      { label: '0', name: 'different', count: 4 },
      { label: '1', name: '1', count: 4 },
      { label: 'a=b', name: 'both', count: 4 },
    ];
    expect(JSON.parse(out)).toEqual(expect.arrayContaining(labels));
    expect(names('my-pairs').out).toMatch(/^a=b +both +4$/m);
    expect(studio(folder, 'datasets', 'show', 'my-pairs').out).toMatch(/^different +4$/m);
  });

  it.each([
    [['my-pairs', '2=other'], /There is no label "2"\. The file has ("(?:0|1|a=b)"(?:, |\.)){3}/],
    [['my-pairs', 'different'], /Write LABEL=NAME, as in 0=different/],
    [['nothing', '0=a'], /no dataset named "nothing"/],
    [['reviews', '0=bad'], /"reviews" is not a dataset you imported/],
  ])('refuses %j', (given, message) => {
    const { code, err } = names(...given);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it('says where there are no labels to name', () => {
    expect(names('my-plain')).toMatchObject({ code: 2, err: expect.stringMatching(/has texts alone/) });
  });
});
