import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest, parseQuiz, parseResults, scoreOf } from './lesson.ts';

const FOLDER = join(import.meta.dirname, '../../resources/lessons/understanding-bert');
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const quiz = parseQuiz(read('quiz.json'));

test('every page of the lesson has its file', () => {
  expect(
    parseManifest(read('lesson.json'))
      .pages.map(({ file }) => file)
      .sort(),
  ).toEqual(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.md'))
      .sort(),
  );
});

test('every question points to a page of the lesson', () => {
  const pages = parseManifest(read('lesson.json')).pages.map(({ id }) => id);
  expect(pages).toEqual(expect.arrayContaining(quiz.questions.map(({ section }) => section)));
});

test('the right answers stand in different places, and are not always the longest', () => {
  const places = quiz.questions.map(({ options }) => options.findIndex(({ right }) => right));
  const longest = quiz.questions.map(
    ({ options }) =>
      Math.max(...options.map(({ text }) => text.length)) === options.find(({ right }) => right)!.text.length,
  );
  expect(new Set(places).size).toBeGreaterThan(2);
  expect(longest).toContain(false);
});

test('a question without a right option is refused by name', () => {
  const questions = [
    { ...quiz.questions[0]!, options: quiz.questions[0]!.options.filter(({ right }) => !right) },
  ];
  expect(() => parseQuiz({ ...quiz, questions })).toThrow(/bidirectional: exactly one option must be right/);
});

test('a distractor must name a misconception of the list', () => {
  expect(() => parseQuiz({ ...quiz, misconceptions: {} })).toThrow(/names no misconception/);
});

test('the score counts first tries and last tries apart', () => {
  const at = '2026-01-01T00:00:00Z';
  const wrong = { option: 0, sure: 'certain' as const, at };
  const right = { option: 1, sure: 'certain' as const, at };
  const score = scoreOf(quiz, parseResults({ format: 1, tries: { bidirectional: [wrong, right] } }));
  expect(score).toEqual({ answered: 1, rightAtFirst: 0, right: 1 });
});

test('results that cannot be read count as none', () => {
  expect(parseResults({ format: 2 })).toEqual({ format: 1, tries: {} });
});
