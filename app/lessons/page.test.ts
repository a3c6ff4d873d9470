import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest } from './lesson.ts';
import { outlineOf } from './page.ts';

const LESSONS = join(import.meta.dirname, '../../resources/lessons');

const outlinesOf = (lesson: string) => {
  const read = (file: string) => readFileSync(join(LESSONS, lesson, file), 'utf8');
  return parseManifest(JSON.parse(read('lesson.json'))).pages.map(({ file }) => outlineOf(read(file)));
};

describe.each(readdirSync(LESSONS))('the lesson %s', (id) => {
  const outlines = outlinesOf(id);

  test('has no directive that cannot be read', () => {
    expect(outlines.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('names every cell once, and refers only to cells it has', () => {
    const cells = outlines.flatMap(({ cells: own }) => own.map(({ settings }) => settings));
    const ids = cells.map((cell) => cell.id);
    expect(new Set(ids).size).toBe(ids.length);
    const runs = cells.filter(({ kind }) => kind === 'fine-tune').map((cell) => cell.id);
    for (const cell of cells) if ('of' in cell) expect(runs).toContain(cell.of);
  });
});

test('the first lesson keeps its minutes: four cells and one run, a quiz, the rest folded', () => {
  const outlines = outlinesOf('understanding-bert');
  const core = outlines.flatMap(({ cells }) => cells).filter(({ deeper }) => !deeper);
  expect(core.filter(({ settings }) => settings.kind === 'fine-tune')).toHaveLength(1);
  expect(core).toHaveLength(5);
  expect(outlines.filter(({ hasQuiz }) => hasQuiz)).toHaveLength(1);
});

test.each([
  ['an unknown directive', '::video{src="x"}', /::video is no directive of lessons/],
  ['an unknown kind of cell', '::cell{#a kind="chart"}', /no such kind of cell. Kinds: hide-a-word, tokens/],
  ['a cell without a name', '::cell{kind="tokens" text="Hi"}', /needs a name/],
  ['a missing attribute', '::cell{#a kind="tokens"}', /#a kind="tokens".*text/],
  ['an attribute too many', '::cell{#a kind="tokens" text="Hi" color="red"}', /it has no attribute color/],
  [
    'a sentence that hides nothing',
    '::cell{#a kind="hide-a-word" sentence="Hi."}',
    /one word in \[brackets\]/,
  ],
  ['a fold without a title', ':::deeper\nText\n:::', /:::deeper takes one attribute, its title/],
  ['a quiz with attributes', '::quiz{of="all"}', /::quiz takes no attributes but part="before"/],
])('%s is told with its line', (_, markdown, message) => {
  const { problems } = outlineOf(`Text.\n\n${markdown}\n`);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^line 3: /);
  expect(problems[0]).toMatch(message);
});

test('a cell within a fold counts as deeper, and tells its title', () => {
  const { cells } = outlineOf(':::deeper{title="More"}\n::cell{#a kind="tokens" text="Hi"}\n:::');
  expect(cells).toEqual([
    { deeper: 'More', settings: { kind: 'tokens', id: 'a', text: 'Hi', model: 'bert-base-uncased' } },
  ]);
});

test('two cells of one name are told', () => {
  const cell = '::cell{#a kind="tokens" text="Hi"}';
  expect(outlineOf(`${cell}\n\n${cell}`).problems).toEqual(['two cells are called #a.']);
});

test('a colon in prose is no directive', () => {
  expect(outlineOf('A screen of 16:9 and a rate of 1:two.').problems).toEqual([]);
});
