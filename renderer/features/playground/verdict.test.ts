import { describe, expect, test } from 'vitest';
import type { HeadSpec } from '../../../app/models/task.ts';
import { saidAgainst, saidAlone } from './verdict.ts';

const PAIR: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['different', 'same'],
};
const row = (same: number) => ({
  kind: 'labels' as const,
  truncated: false,
  scores: [
    { label: 'same', score: same },
    { label: 'different', score: 1 - same },
  ].sort((a, b) => b.score - a.score),
});

describe('what is said of answers', () => {
  test('near one half is called a coin, not an answer', () => {
    expect(saidAlone(PAIR, row(0.53).scores)).toBe('Close to a coin: it hardly prefers same.');
    expect(saidAlone(PAIR, row(0.7).scores)).toBe('It leans to same.');
  });

  test('a turned answer tells the share of the new label before and after', () => {
    expect(saidAgainst(PAIR, row(0.25), row(0.9))).toBe(
      'Turned from different to same, which rose from 25.0\u202f% to 90.0\u202f%.',
    );
  });

  test('an answer that turned within what a coin does is called that', () => {
    expect(saidAgainst(PAIR, row(0.503), row(0.498))).toBe(
      'Turned from same to different, which rose from 49.7\u202f% to 50.2\u202f%: that is close to a coin.',
    );
  });

  test('an answer that stays is said with both shares', () => {
    expect(saidAgainst(PAIR, row(0.6), row(0.9))).toMatch(/^Both say same: 60\.0/);
  });

  test('several labels are those above one half, or none', () => {
    const several: HeadSpec = { ...PAIR, problemType: 'multi_label_classification' };
    expect(saidAlone(several, row(0.9).scores)).toBe('Above one half: same.');
    expect(saidAlone(several, [{ label: 'same', score: 0.1 }])).toMatch(/no to every label/);
  });

  test('models with other labels are not compared', () => {
    const other = { kind: 'labels' as const, truncated: false, scores: [{ label: 'positive', score: 0.9 }] };
    expect(saidAgainst(PAIR, other, row(0.9))).toMatch(/cannot be compared/);
  });
});
