import { expect, test } from 'vitest';
import { parseBeside } from './kept-beside.ts';

test.each([
  { kind: 'cell', lesson: 'understanding-bert', cell: 'lake' },
  { kind: 'run', run: 'paraphrase-1' },
  { kind: 'data', dataset: 'paraphrase' },
])('a $kind is read back as it was kept', (beside) => {
  expect(parseBeside(JSON.stringify(beside))).toEqual(beside);
});

test.each([[null], ['{'], ['7'], ['{"kind":"cell"}'], ['{"kind":"other","run":"a"}']])(
  '%s is nothing that could stand beside the lesson',
  (text) => {
    expect(parseBeside(text)).toBeNull();
  },
);
