import { describe, expect, test } from 'vitest';
import { runOfResult } from '../../app/results/read-run.ts';
import {
  formatResultFile,
  LARGEST_RESULT_FILE,
  MOST_RUNS,
  parseResultFile,
} from '../../app/results/result-file.ts';
import { resultRunOf } from '../../app/results/write-run.ts';
import { courseFor, evaluationAt, learnerParts, recordOf } from './result-files.ts';

describe('the format of results', () => {
  const parse = (value: unknown) => parseResultFile('ana.json', JSON.stringify(value));
  const valid = () => JSON.parse(formatResultFile(learnerParts(1)));

  test('gives the curves back as they were, a NaN as a NaN', () => {
    const points = [...courseFor(1), evaluationAt(160, Number.NaN)];
    const source = { record: recordOf('a'), model: 'm', guess: null, points };
    const file = parse({ ...valid(), runs: [JSON.parse(JSON.stringify(resultRunOf(source)))] });
    const read = runOfResult(file.runs[0]!, 'a').points;
    const steps = read.filter((point) => point.kind === 'step');
    expect(steps[10]!.loss).toBeCloseTo((points[10] as { loss: number }).loss, 5);
    const last = read.at(-1)!;
    expect(last.kind === 'evaluation' && last.report.metrics.accuracy).toBeNaN();
  });

  test('of a newer version is refused with what to do, by name', () => {
    expect(() => parse({ ...valid(), format: 2 })).toThrow(
      'ana.json was saved by a newer BERT Studio (format 2; this one reads up to 1). Update to see it.',
    );
  });

  test.each([
    ['other JSON', () => ({ a: 1 }), /ana\.json holds no results/],
    [
      'settings out of their bounds',
      () => withRun({ args: { num_train_epochs: 'many' } }),
      /is damaged \(runs\.0/,
    ],
    [
      'columns of unlike length',
      () => withRun({ steps: { ...valid().runs[0].steps, loss: [] } }),
      /differ in length/,
    ],
    [
      'rows that make no plan',
      () =>
        withRun({
          dataset: { name: 'x', train_examples: 1, eval_examples: 1, options: {} },
          args: { ...valid().runs[0].args, dataloader_drop_last: true },
        }),
      /make no plan/,
    ],
    [
      'a name that leads elsewhere',
      () => ({ ...valid(), learner: { id: '../../', name: null } }),
      /is damaged/,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(() => parse(make())).toThrow(message);
  });
  const withRun = (more: object) => ({ ...valid(), runs: [{ ...valid().runs[0], ...more }] });

  test('says of a torn file that it is not whole, and of any other that it holds no results', () => {
    const whole = formatResultFile(learnerParts(1));
    expect(() => parseResultFile('a.json', whole.slice(0, 900))).toThrow(
      'a.json is damaged (it is not whole)',
    );
    expect(() => parseResultFile('a.csv', 'text,label\n')).toThrow('a.csv holds no results');
  });

  test('keeps within its size, however many and long the runs', () => {
    const long = resultRunOf({
      record: recordOf('long'),
      model: 'm',
      guess: null,
      points: courseFor(2, 40_000),
    });
    expect(long.steps.loss).toHaveLength(500);
    expect(long.evaluations.length).toBeLessThanOrEqual(100);
    const text = formatResultFile(learnerParts(1, { runs: Array.from({ length: 90 }, () => long) }));
    expect(Buffer.byteLength(text)).toBeLessThan(LARGEST_RESULT_FILE);
    const { runs, runs_left_out } = parseResultFile('a.json', text);
    expect(runs.length + runs_left_out).toBe(90);
    expect(runs.length).toBe(MOST_RUNS);
  });
});
