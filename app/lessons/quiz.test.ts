import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest } from './lesson.ts';
import { parseQuiz, type Question, type QuestionOf, type Quiz } from './quiz.ts';
import { misconceptionsOf } from './quiz-problems.ts';

const LESSONS = join(import.meta.dirname, '../../resources/lessons');
const FIRST = 'understanding-bert';
const fileOf = (lesson: string, name: string) => join(LESSONS, lesson, name);
const read = (lesson: string, name: string) => JSON.parse(readFileSync(fileOf(lesson, name), 'utf8'));
const ofKind = <Kind extends Question['kind']>({ questions }: Quiz, kind: Kind) =>
  questions.filter((question): question is QuestionOf<Kind> => question.kind === kind);

const withQuiz = readdirSync(LESSONS).filter((lesson) => existsSync(fileOf(lesson, 'quiz.json')));
describe.each(withQuiz)('the quiz of the lesson %s', (lesson) => {
  const quiz = parseQuiz(read(lesson, 'quiz.json'));

  test('every concept points to a page of the lesson', () => {
    const pages = parseManifest(read(lesson, 'lesson.json')).pages.map(({ id }) => id);
    expect(pages).toEqual(expect.arrayContaining(quiz.concepts.map(({ section }) => section)));
  });

  test('every misconception is somebody’s', () => {
    const named = new Set(quiz.questions.flatMap(misconceptionsOf));
    expect([...named].sort()).toEqual(Object.keys(quiz.misconceptions).sort());
  });

  test('the distractors of a question come from different misconceptions', () => {
    for (const { id, options } of [...ofKind(quiz, 'single'), ...ofKind(quiz, 'multiple')]) {
      const named = options.flatMap(({ misconception }) => misconception ?? []);
      expect(new Set(named).size, id).toBe(named.length);
    }
  });

  test('the right answers stand in different places, and are mostly not the longest', () => {
    const single = ofKind(quiz, 'single');
    const places = new Set(single.map(({ options }) => options.findIndex(({ right }) => right)));
    expect(places.size).toBeGreaterThanOrEqual(Math.min(single.length, 2));
    const longest = single.filter(
      ({ options }) =>
        Math.max(...options.map(({ text }) => text.length)) ===
        options.find(({ right }) => right)!.text.length,
    );
    expect(longest.length).toBeLessThanOrEqual(single.length / 2);
  });

  test('every experiment is asked about', () => {
    const asked = new Set(ofKind(quiz, 'measured').map(({ experiment }) => experiment));
    expect(quiz.experiments.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  });
});

const quiz = parseQuiz(read(FIRST, 'quiz.json'));

test('the first lesson asks about four core concepts and at least ten deeper ones, in every kind and place', () => {
  const count = (part: string) => quiz.concepts.filter((concept) => concept.part === part).length;
  expect(count('core')).toBe(4);
  expect(count('deeper')).toBeGreaterThanOrEqual(10);
  expect(new Set(quiz.questions.map(({ kind }) => kind)).size).toBe(5);
  const places = ofKind(quiz, 'single').map(({ options }) => options.findIndex(({ right }) => right));
  expect(new Set(places).size).toBe(4);
});

describe('a quiz is refused by name', () => {
  const [single] = ofKind(quiz, 'single') as [QuestionOf<'single'>];
  const [order] = ofKind(quiz, 'order') as [QuestionOf<'order'>];
  const [match] = ofKind(quiz, 'match') as [QuestionOf<'match'>];
  const [measured] = ofKind(quiz, 'measured') as [QuestionOf<'measured'>];
  const [multiple] = ofKind(quiz, 'multiple') as [QuestionOf<'multiple'>];
  const withQuestion = (changed: { readonly id: string }) => ({
    ...quiz,
    questions: quiz.questions.map((question) => (question.id === changed.id ? changed : question)),
  });

  test.each<[string, object, RegExp]>([
    [
      'a single choice without a right option',
      withQuestion({
        ...single,
        options: single.options.map(({ right, ...rest }) => ({ ...rest, misconception: 'writer' })),
      } as never),
      /bidirectional: exactly one option must be right/,
    ],
    [
      'a multiple choice where all is right',
      withQuestion({
        ...multiple,
        options: multiple.options.map(({ misconception, ...rest }) => ({ ...rest, right: true })),
      } as never),
      /at least two options must be right, and one wrong/,
    ],
    [
      'a misconception that is not listed',
      { ...quiz, misconceptions: {} },
      /there is no misconception "two-passes"/,
    ],
    [
      'a distractor without a misconception',
      withQuestion({ ...single, options: single.options.map(({ misconception, ...rest }) => rest) } as never),
      /names no misconception/,
    ],
    [
      'an id used twice',
      { ...quiz, questions: [...quiz.questions, single] },
      /the id "bidirectional" is used twice/,
    ],
    [
      'a concept without form B',
      { ...quiz, questions: quiz.questions.filter(({ id }) => id !== 'purpose-support') },
      /purpose: needs exactly one question of form A and one of form B/,
    ],
    [
      'a concept that is not listed',
      withQuestion({ ...single, concept: 'unheard-of' } as never),
      /there is no concept "unheard-of"/,
    ],
    [
      'an order that leaves an item out',
      withQuestion({ ...order, right: order.right.slice(1) } as never),
      /the right order must name every item once/,
    ],
    [
      'an order shown right',
      withQuestion({ ...order, right: order.items.map(({ id }) => id) } as never),
      /shown in the right order/,
    ],
    [
      'neighbours without a mistake',
      withQuestion({ ...order, mistakes: order.mistakes.slice(1) } as never),
      /no mistake is given for "vectors" before "tokens"/,
    ],
    [
      'a match shown right',
      withQuestion({ ...match, shown: match.pairs.map(({ id }) => id) } as never),
      /shown in the right order/,
    ],
    [
      'an experiment that is not there',
      withQuestion({ ...measured, experiment: 'unheard-of' } as never),
      /there is no experiment "unheard-of"/,
    ],
    [
      'an arm that is not there',
      withQuestion({ ...measured, arm: 'unheard-of' } as never),
      /has no arm "unheard-of"/,
    ],
    ['a later format', { ...quiz, format: 3 }, /format/],
  ])('%s', (_, value, message) => {
    expect(() => parseQuiz(value)).toThrow(message);
  });
});
