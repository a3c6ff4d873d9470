import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from './lesson.ts';

const FOLDER = join(import.meta.dirname, '../../resources/lessons/understanding-bert');

test('every page of the lesson has its file', () => {
  const { pages } = parseManifest(JSON.parse(readFileSync(join(FOLDER, 'lesson.json'), 'utf8')));
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
  expect(pages.map(({ file }) => file).sort()).toEqual(files.sort());
});
