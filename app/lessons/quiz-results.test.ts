import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Measurement } from './experiment.ts';
import { parseQuiz } from './quiz.ts';
import { calibration, gains } from './quiz-gain.ts';
import { mergeResults, NO_RESULTS, parseResults, type QuizEvent } from './quiz-results.ts';
import { quizState, scoreOf } from './quiz-state.ts';

const LESSON = 'understanding-bert';
const quiz = parseQuiz(
  JSON.parse(readFileSync(join(import.meta.dirname, `../../resources/lessons/${LESSON}/quiz.json`), 'utf8')),
);
let clock = 0;
const stamp = () => {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, clock++)).toISOString();
  return { id: `event-${clock}`, at, lesson: LESSON };
};
const answer = (
  question: string,
  chosen: string[] | number,
  sure: 'guess' | 'certain' = 'certain',
): QuizEvent => ({
  type: 'answer',
  ...stamp(),
  question,
  answer: chosen,
  sure,
});
const measurement: Measurement = {
  experiment: 'covered-side',
  at: '2026-01-01T00:00:00Z',
  device: 'cpu',
  threads: 2,
  seconds: 9,
  arms: [
    { id: 'both', value: 0.55, interval: [0.42, 0.67], cases: 60, baseline: null },
    { id: 'left', value: 0.2, interval: [0.12, 0.32], cases: 60, baseline: null },
    { id: 'right', value: 0.2, interval: [0.12, 0.32], cases: 60, baseline: null },
  ],
};
const all = (...events: QuizEvent[]) => ({ format: 2 as const, events });
const stateOf = (...events: QuizEvent[]) => quizState(quiz, LESSON, all(...events));

describe('kept results', () => {
  test('of format 1 become events, with the options they named', () => {
    const old = {
      format: 1,
      tries: { bidirectional: [{ option: 1, sure: 'rather sure', at: '2026-01-01T00:00:00.000Z' }] },
    };
    const read = parseResults(old);
    expect(quizState(quiz, LESSON, read).questions.bidirectional!.tries).toMatchObject([
      { answer: ['b'], sure: 'fairly', grade: { isRight: true } },
    ]);
    expect(parseResults(old)).toEqual(read);
  });

  test('that were never kept are none', () => {
    expect(parseResults(null)).toEqual(NO_RESULTS);
  });

  test('that cannot be read are refused, never taken for none', () => {
    expect(() => parseResults({ format: 2, events: [{ type: 'answer' }] })).toThrow(
      /cannot be read \(events\.0/,
    );
    expect(() => parseResults('torn')).toThrow(/cannot be read/);
  });

  test('of a later format are refused with what to do', () => {
    expect(() => parseResults({ format: 3 })).toThrow(/newer BERT Studio.*Update/);
  });

  test('of two windows are merged whichever writes last', () => {
    const [first, second, third] = [answer('purpose', ['c']), answer('masks', ['a']), answer('masks', ['b'])];
    const [one, two] = [all(first, second), all(first, third)];
    expect(mergeResults(one, two)).toEqual(mergeResults(two, one));
    expect(mergeResults(one, two).events).toEqual([first, second, third]);
    expect(mergeResults(one, one)).toEqual(one);
  });
});

describe('what the events come to', () => {
  test('first tries and last tries are counted apart', () => {
    const { questions } = stateOf(answer('bidirectional', ['a']), answer('bidirectional', ['b']));
    expect(scoreOf([questions.bidirectional!, questions.purpose!])).toEqual({
      asked: 2,
      answered: 1,
      rightAtFirst: 0,
      right: 1,
      points: 0,
    });
  });

  test('a hint counts for the answers after it', () => {
    const hint: QuizEvent = { type: 'hint', ...stamp(), question: 'purpose' };
    const { tries } = stateOf(hint, answer('purpose', ['c'])).questions.purpose!;
    expect(tries[0]!.hinted).toBe(true);
    expect(stateOf(answer('purpose', ['c'])).questions.purpose!.tries[0]!.hinted).toBe(false);
  });

  test('a prediction is graded once its experiment was measured', () => {
    const guess = answer('right-covered', 20);
    expect(stateOf(guess).questions['right-covered']!.tries[0]!.grade).toBeNull();
    const measured: QuizEvent = { type: 'measured', ...stamp(), measurement };
    expect(stateOf(guess, measured).questions['right-covered']!.tries[0]!.grade!.isRight).toBe(true);
  });

  test('a reset sets answers aside, keeps measurements, and can be taken back until the next answer', () => {
    const events = [answer('purpose', ['c']), { type: 'measured', ...stamp(), measurement } as const];
    const reset: QuizEvent = { type: 'reset', ...stamp() };
    const after = stateOf(...events, reset);
    expect(after.questions.purpose!.tries).toEqual([]);
    expect(after.questions['right-covered']!.measurement).toEqual(measurement);
    expect(after.lastReset).toBe(reset.id);
    const undo: QuizEvent = { type: 'undo', ...stamp(), reset: reset.id };
    expect(stateOf(...events, reset, undo).questions.purpose!.tries).toHaveLength(1);
    expect(stateOf(...events, reset, answer('purpose', ['a'])).lastReset).toBeNull();
  });

  test('a concept to be asked again is done when either form is answered', () => {
    const later: QuizEvent = { type: 'later', ...stamp(), concept: 'purpose' };
    expect([...stateOf(later).later]).toEqual(['purpose']);
    expect([...stateOf(later, answer('purpose-support', ['a'])).later]).toEqual([]);
  });

  test('another lesson’s events do not count', () => {
    const other = { ...answer('purpose', ['c']), lesson: 'another-lesson' };
    expect(stateOf(other).questions.purpose!.tries).toEqual([]);
  });
});

test('the gain of a concept is the first try of the later form less that of the earlier', () => {
  const state = stateOf(
    answer('purpose-support', ['b']),
    answer('purpose-support', ['a']),
    answer('purpose', ['c']),
  );
  const purpose = gains(quiz, state).find(({ concept }) => concept.id === 'purpose')!;
  expect(purpose.gain).toBe(1);
  expect(gains(quiz, state).filter(({ before }) => before !== null)).toHaveLength(1);
});

test('calibration counts first tries by how sure they were', () => {
  const { questions } = stateOf(
    answer('purpose', ['c'], 'guess'),
    answer('masks', ['b'], 'certain'),
    answer('baseline', ['d'], 'certain'),
  );
  expect(calibration(Object.values(questions)).filter(({ answers }) => answers > 0)).toEqual([
    { sure: 'guess', answers: 1, right: 1 },
    { sure: 'certain', answers: 2, right: 1 },
  ]);
});
