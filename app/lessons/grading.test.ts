import { describe, expect, test } from 'vitest';
import type { Measurement } from './experiment.ts';
import { gradeAnswer, turnedRound } from './grading.ts';
import type { Question, QuestionOf } from './quiz.ts';

const common = { id: 'q', concept: 'c', form: 'A', prompt: 'p', hint: 'h' } as const;
const wrong = { misconception: 'm', feedback: 'f' };
const options = [
  { id: 'a', text: 'a', right: true, feedback: 'f' },
  { id: 'b', text: 'b', right: true, feedback: 'f' },
  { id: 'c', text: 'c', ...wrong },
  { id: 'd', text: 'd', ...wrong },
] as const;
const multiple: Question = { kind: 'multiple', ...common, options: [...options] };
const order: QuestionOf<'order'> = {
  kind: 'order',
  ...common,
  items: ['c', 'a', 'd', 'b'].map((id) => ({ id, text: id })),
  right: ['a', 'b', 'c', 'd'],
  feedback: 'f',
  mistakes: [],
};
const match: Question = {
  kind: 'match',
  ...common,
  pairs: ['a', 'b', 'c', 'd'].map((id) => ({ id, left: id, right: id, reason: 'r', ...wrong })),
  shown: ['b', 'a', 'd', 'c'],
};
const measured: Question = {
  kind: 'measured',
  ...common,
  experiment: 'e',
  arm: 'asked',
  beside: null,
  scale: [0, 100],
  inside: 'i',
  below: wrong,
  above: wrong,
};
const measurement = (value: number, interval: [number, number] | null): Measurement => ({
  experiment: 'e',
  at: '2026-01-01T00:00:00Z',
  device: 'cpu',
  threads: 2,
  seconds: 1,
  arms: [{ id: 'asked', value, interval, cases: 192, baseline: 0.5 }],
});
const score = (question: Question, answer: readonly string[]) => gradeAnswer(question, answer, null)!.score;

describe('a choice of several', () => {
  test.each([
    [['a', 'b'], 1],
    [['b', 'a'], 1],
    [['a'], 0.5],
    [['a', 'b', 'c'], 0.5],
    [['a', 'c'], 0],
    [['c', 'd'], 0],
    [['a', 'b', 'c', 'd'], 0],
    [[], 0],
  ])('%j scores %f', (answer, points) => {
    expect(score(multiple, answer)).toBe(points);
  });
});

describe('an order', () => {
  test.each([
    ['abcd', 1],
    ['abdc', 4 / 6],
    ['bacd', 4 / 6],
    ['badc', 2 / 6],
    ['dabc', 0],
    ['dcba', 0],
  ])('%s scores %f', (answer, points) => {
    expect(score(order, [...answer])).toBeCloseTo(points);
  });

  test('names the pairs that stand the wrong way round', () => {
    expect(turnedRound(order, ['b', 'a', 'd', 'c'])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('every wrong order turns at least one pair of neighbours round', () => {
    const neighbours = ['ab', 'bc', 'cd'];
    for (const wrongOrder of permutations(['a', 'b', 'c', 'd']).filter((ids) => ids.join('') !== 'abcd')) {
      expect(turnedRound(order, wrongOrder).some((pair) => neighbours.includes(pair.join('')))).toBe(true);
    }
  });
});

test('a match scores the share of pairs', () => {
  expect(score(match, ['a', 'b', 'c', 'd'])).toBe(1);
  expect(score(match, ['a', 'b', 'd', 'c'])).toBe(0.5);
  expect(score(match, ['b', 'c', 'd', 'a'])).toBe(0);
});

describe('a prediction', () => {
  test('cannot be graded before something was measured', () => {
    expect(gradeAnswer(measured, 50, null)).toBeNull();
  });

  test('is right inside the measured range, rounded outwards to whole per cent', () => {
    const found = measurement(0.5, [0.431, 0.569]);
    expect([42, 43, 57, 58].map((value) => gradeAnswer(measured, value, found)!.isRight)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('of a count is right only where it is that number', () => {
    const found = measurement(11, null);
    expect([10, 11, 12].map((value) => gradeAnswer(measured, value, found)!.isRight)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
