import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tooMuchFor } from './page-limits.ts';

it.each([
  ['quotes in quotes', `${'>'.repeat(3000)}a`, 'nests too deeply in line 1'],
  [
    'lists in lists',
    Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}- a`).join('\n'),
    'nests too deeply',
  ],
  ['folds in folds', ':::deeper{title="a"}\n'.repeat(300), 'has more than 200 directives'],
  ['emphasis without end', '*a _b'.repeat(8000), 'has a paragraph of more than'],
  ['a book', 'word\n\n'.repeat(20_000), 'has more than 100000 characters'],
])('%s: not parsed', (_, page, problem) => {
  expect(tooMuchFor(page)).toContain(problem);
});

it('our own pages are far from all of it', () => {
  const folder = 'resources/lessons/understanding-bert';
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.md')))
    expect([name, tooMuchFor(readFileSync(join(folder, name), 'utf8').repeat(3))]).toEqual([name, null]);
});
