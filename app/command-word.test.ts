import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandWord } from './command-word.ts';

it('leaves plain paths as they are, and quotes what a shell would part', () => {
  expect(commandWord('runs/größe-1.0')).toBe('runs/größe-1.0');
  expect(commandWord('C:\\runs\\one')).toBe('C:\\runs\\one');
  expect(commandWord('C:\\My Documents\\one')).toBe('"C:\\My Documents\\one"');
  expect(commandWord('')).toBe('""');
});

it.skipIf(process.platform === 'win32')('a shell reads it as one word, the same (needs sh)', () => {
  for (const word of [
    'my runs/one',
    "it's",
    'a"b',
    '$HOME/`id`',
    '$(id); rm -r x',
    "both ' and $",
    'a&b',
    '~',
  ])
    expect(execFileSync('sh', ['-c', `printf %s ${commandWord(word)}`], { encoding: 'utf8' })).toBe(word);
});
