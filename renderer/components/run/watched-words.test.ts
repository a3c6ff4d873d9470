import { expect, test } from 'vitest';
import type { EvaluationPoint } from '../../../app/runs/points.ts';
import type { RunRecord } from '../../../app/runs/record.ts';
import type { WatchedPrediction } from '../../../app/training/watched.ts';
import { saidOf } from './watched-words.ts';

const example = { row: 0, text: 'The ferry was late.', pair: null };
const topics: RunRecord['head'] = {
  task: 'text-classification',
  problemType: 'multi_label_classification',
  labels: ['city life', 'sea', 'sport'],
};
const said = (prediction: WatchedPrediction) => ({ watched: [prediction] }) as unknown as EvaluationPoint;

test('labels with spaces in their names are counted as the ones they are', () => {
  const answer = { ...example, label: 'city life, sea', labels: ['city life', 'sea'] };
  expect(saidOf(said({ row: 0, scores: [0.9, 0.8, 0.1] }), answer, topics)).toEqual({
    words: '3 of 3',
    isRight: true,
  });
  expect(saidOf(said({ row: 0, scores: [0.9, 0.2, 0.1] }), answer, topics)?.words).toBe('2 of 3');
});

test('what earlier runs watched, and examples without any label, are still read', () => {
  const earlier = { ...example, label: 'sea sport' };
  expect(saidOf(said({ row: 0, scores: [0.1, 0.8, 0.9] }), earlier, topics)?.isRight).toBe(true);
  expect(saidOf(said({ row: 0, scores: [0.1, 0.2, 0.3] }), { ...example, label: null }, topics)?.words).toBe(
    '3 of 3',
  );
});

test('of tags it is said how many words are right', () => {
  const names: RunRecord['head'] = {
    task: 'token-classification',
    problemType: 'single_label_classification',
    labels: ['O', 'B-PER'],
  };
  const sentence = { ...example, label: 'B-PER O O', labels: ['B-PER', 'O', 'O'] };
  expect(saidOf(said({ row: 0, tags: [1, 0, 1] }), sentence, names)).toEqual({
    words: '2 of 3',
    isRight: false,
  });
});
