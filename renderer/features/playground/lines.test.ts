import { describe, expect, test } from 'vitest';
import { linesToFile } from './lines.ts';

const records = async (pasted: string) =>
  (await linesToFile(pasted).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('pasted lines', () => {
  test('each line is a text, with its quotes and commas as they are; empty ones are left out', async () => {
    expect(await records('a "b", c\r\n\n  \nd')).toEqual([{ text: 'a "b", c' }, { text: 'd' }]);
  });

  test('a tab parts a second text, and a line without one has an empty second', async () => {
    expect(await records('a\tb\nc')).toEqual([
      { text: 'a', text_pair: 'b' },
      { text: 'c', text_pair: '' },
    ]);
  });
});
