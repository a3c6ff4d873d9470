import { describe, expect, it } from 'vitest';
import { commonMistakes, confusionTable } from './confusion-table.ts';
import { EntityCounter } from './entities.ts';
import { metricsFor } from './for-head.ts';
import type { MetricReport } from './report.ts';

const scores = { precision: 1, recall: 1, f1: 1, support: 1 };
const report = (change: Partial<MetricReport>): MetricReport => ({
  metrics: {},
  intervals: {},
  baseline: null,
  count: 2,
  unit: 'words',
  byClass: ['LOC', 'PER'].map((label) => ({ label, ...scores })),
  confusion: null,
  ...change,
});

describe('the table of a confusion matrix', () => {
  const square = [
    [1, 0],
    [0, 1],
  ];

  it('has the classes of rows on both sides', () => {
    const { rows, columns, cells, counted } = confusionTable(
      report({ unit: 'examples', confusion: square }),
    )!;
    expect({ rows, columns, cells }).toEqual({
      rows: ['LOC', 'PER'],
      columns: ['LOC', 'PER'],
      cells: square,
    });
    expect(counted).toBe('A cell counts rows.');
  });

  it('has a column for words that truncation cut off', () => {
    const { columns, counted } = confusionTable(report({ confusion: square.map((row) => [...row, 0]) }))!;
    expect(columns).toEqual(['LOC', 'PER', 'nothing']);
    expect(counted).toBe('A cell counts words; nothing was said of words beyond max_seq_length.');
  });

  it('has names in part, missed and invented besides the types, and no figure where nothing can be', () => {
    const counter = new EntityCounter();
    counter.add(['B-PER', 'B-LOC'], ['B-PER', 'O']);
    const { rows, columns, cells, counted } = confusionTable(report({ confusion: counter.confusion() }))!;
    expect(rows).toEqual(['LOC', 'PER', 'in part', 'invented']);
    expect(columns).toEqual(['LOC', 'PER', 'in part', 'missed']);
    expect(cells).toEqual([
      [0, 0, 0, 1],
      [0, 1, 0, 0],
      [0, 0, null, null],
      [0, 0, null, null],
    ]);
    expect(counted).toMatch(/^A cell counts names/);
  });

  it('judges each of several labels on its own', () => {
    const labels = ['x', 'y'];
    const counter = metricsFor({
      task: 'text-classification',
      problemType: 'multi_label_classification',
      labels,
    });
    // x is there three times, found twice and invented once; y is there once and found.
    const truth = [
      Float32Array.of(1, 0),
      Float32Array.of(1, 1),
      Float32Array.of(0, 0),
      Float32Array.of(1, 0),
    ];
    counter.add(
      truth.map((label, row) => ({
        row,
        label,
        inputIds: new Int32Array(2),
        tokenTypeIds: new Uint8Array(2),
      })),
      { loss: 0, count: 4, logits: Float32Array.of(2, -1, 1, 1, 3, -3, -4, -1) },
    );
    const { rows, columns, cells, isRight } = confusionTable(counter.report())!;
    expect(rows).toEqual(labels);
    expect(columns).toEqual(['found', 'missed', 'invented', 'rightly not']);
    expect(cells).toEqual([
      [2, 1, 1, 0],
      [1, 0, 0, 3],
    ]);
    expect([0, 1, 2, 3].map((column) => isRight(0, column))).toEqual([true, false, false, true]);
  });

  it('is none for a report without classes, nor for one of an earlier version that kept no counts', () => {
    expect(confusionTable(report({ byClass: [] }))).toBeNull();
    expect(confusionTable(report({}))).toBeNull();
  });

  it('is told in a few lines where it is large: the commonest mistakes', () => {
    const byClass = ['a', 'b', 'c'].map((label) => ({ label, ...scores }));
    const table = confusionTable(
      report({
        byClass,
        confusion: [
          [9, 1, 0],
          [4, 9, 2],
          [0, 0, 9],
        ],
      }),
    )!;
    expect(commonMistakes(table, 2)).toEqual([
      { actual: 'b', said: 'a', count: 4 },
      { actual: 'b', said: 'c', count: 2 },
    ]);
  });
});
