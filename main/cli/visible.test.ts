import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['a title set', 'a\x1b]0;owned\x07b', 'a\\x1b]0;owned\\x07b'],
  ['the screen cleared', '\x1b[2J\x1b[H', '\\x1b[2J\\x1b[H'],
  ['text concealed', '\x1b[8msecret\x1b[0m', '\\x1b[8msecret\x1b[0m'],
  ['a line written over', 'bad\rgood', 'bad\\x0dgood'],
  ['one byte that begins a sequence', '\x9b2J', '\\x9b2J'],
  ['a line turned around', 'a\u202eb', 'a\\u202eb'],
])('%s: written out', (_, text, seen) => {
  expect(visible(text)).toBe(seen);
});

it('line ends, tabs, letters of all kinds and our own colours stay', () => {
  const text = '\x1b[2mhead\x1b[22m\n\tMäßig 语 עברית 👩‍👩‍👧\x1b[31mred\x1b[39m';
  expect(visible(text)).toBe(text);
});
