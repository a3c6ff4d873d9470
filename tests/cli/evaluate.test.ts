import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stratifiedSplit } from '../../app/data/splits.ts';
import { studio, temporaryFolder } from './command-line.ts';
import { csvOf, SMALL_ROWS, trainTinyRun } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

beforeAll(async () => {
  await trainTinyRun(folder, 'run', '--class_weights=balanced', '--label_smoothing_factor=0.1');
});

const evaluate = (...args: string[]) => {
  const { code, out, err } = studio(folder, 'evaluate', ...args, '--json');
  expect(code, out + err).toBe(0);
  return JSON.parse(out);
};
const failure = (...args: string[]) => {
  const { code, out, err } = studio(folder, 'evaluate', ...args);
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err).not.toMatch(/\n\s+at /);
  return err;
};

describe("a run's own rows", () => {
  it('give the figures of the evaluation in training again, to the last bit', () => {
    const points = readFileSync(join(folder, 'run', 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const last = points.map((line) => JSON.parse(line)).findLast(({ kind }) => kind === 'evaluation');
    const { loss, report, examples, made, split, notes } = evaluate('run');
    expect({ loss, report }).toEqual({ loss: last.loss, report: last.report });
    expect({ examples, made, split, notes }).toEqual({
      examples: 16,
      made: true,
      split: 'validation',
      notes: [],
    });
    expect(report.metrics.accuracy).toBe(1);
    expect(report.confusion).toEqual([
      [8, 0],
      [0, 8],
    ]);
  });

  it('do not depend on the batch size, nor on how the run is named', () => {
    const whole = evaluate('run').report;
    expect(evaluate('run', '--per_device_eval_batch_size=3').report).toEqual(whole);
    expect(evaluate('run', '--data=small.csv').report).toEqual(whole);
    const { model, report } = evaluate('run/checkpoints/checkpoint-224');
    expect(model).toMatch(/checkpoint-224$/);
    expect(report).toEqual(whole);
  });

  it('are shown with the baseline, intervals, classes and the confusion matrix', () => {
    const { code, out } = studio(folder, 'evaluate', 'run');
    expect(code).toBe(0);
    expect(out).toMatch(/small\.csv, the rows set apart from training: 16 examples/);
    expect(out).toMatch(/accuracy +1\.0000 +0\.806 to 1\.000 +0\.5000/);
    expect(out).toContain('baseline: always "negative"');
    expect(out).toMatch(/true \\ predicted +negative +positive\nnegative +8 +0\npositive +0 +8/);
    expect(out).not.toMatch(/^ *support/m);
  });

  it('come with a warning when the file has changed since', () => {
    const path = join(folder, 'small.csv');
    const before = readFileSync(path);
    writeFileSync(path, csvOf(SMALL_ROWS.slice(0, 60)));
    const { notes } = evaluate('run');
    writeFileSync(path, before);
    expect(notes).toEqual([
      expect.stringMatching(/changed since the run \(64 and 16 rows then, 48 and 12 now\)/),
    ]);
  });
});

describe('other rows', () => {
  it('of a file are all evaluated, with plain cross-entropy', () => {
    const { second } = stratifiedSplit(SMALL_ROWS.length, (row) => SMALL_ROWS[row]!.label, {
      share: 0.2,
      seed: 5,
    });
    const heldOut = Array.from(second, (row) => SMALL_ROWS[row]!);
    writeFileSync(join(folder, 'new.csv'), csvOf(heldOut));
    const own = evaluate('run');
    const { examples, split, made, loss, report } = evaluate('run', '--data=new.csv');
    expect({ examples, split, made }).toEqual({ examples: 16, split: null, made: false });
    expect(report).toEqual(own.report);
    // All are right, so that smoothing the labels only adds to the loss.
    expect(loss).toBeLessThan(own.loss);
  });

  it('of a folder are a split of it, and the test split only where it is asked for', () => {
    mkdirSync(join(folder, 'splits'));
    writeFileSync(join(folder, 'splits', 'dev.csv'), csvOf(SMALL_ROWS.slice(0, 7)));
    // A test split that cannot be read shows that nobody tries.
    writeFileSync(join(folder, 'splits', 'test.csv'), Buffer.from([0, 1, 2]));
    expect(evaluate('run', '--data=splits')).toMatchObject({ split: 'validation', examples: 7 });
    expect(failure('run', '--data=splits', '--split=test')).toMatch(/test\.csv is not a text file/);
    writeFileSync(join(folder, 'splits', 'test.csv'), csvOf(SMALL_ROWS.slice(7, 12)));
    expect(evaluate('run', '--data=splits', '--split=test')).toMatchObject({ split: 'test', examples: 5 });
  });

  it('whose columns have other names are found when these are given', () => {
    const rows = SMALL_ROWS.slice(0, 4).map(({ label, text }) => ({ stars: label, said: text }));
    writeFileSync(join(folder, 'named.csv'), csvOf(rows));
    const columns = ['--text-column=said', '--label-column=stars'];
    expect(evaluate('run', '--data=named.csv', ...columns)).toMatchObject({ examples: 4 });
  });

  it('that are skipped are counted with the reason', () => {
    writeFileSync(join(folder, 'gaps.csv'), 'label,text\nnegative,a bad day\npositive,\n,a good day\n');
    const { out } = studio(folder, 'evaluate', 'run', '--data=gaps.csv');
    expect(out).toMatch(/1 examples/);
    expect(out).toContain('Skipped 1 row: no text (line 3).');
    expect(out).toContain('Skipped 1 row: no label (line 4).');
  });
});

describe('what cannot be evaluated is refused', () => {
  it('an unknown label, with file, line and the labels there are', () => {
    writeFileSync(join(folder, 'unknown.csv'), 'label,text\nnegative,a bad day\nneutral,a day\n');
    expect(failure('run', '--data=unknown.csv')).toMatch(
      /unknown\.csv, line 3: the label "neutral" is none of .*\(negative, positive\)/,
    );
  });

  it('data whose labels are numbered as those of the run and mean something else', () => {
    const args = ['--model=tiny', '--data=paraphrase', '--max_steps=1', '--max_seq_length=24'];
    const run = studio(folder, 'train', ...args, '--eval_strategy=no', '--threads=1', '--output_dir=pairs');
    expect(run.code, run.err).toBe(0);
    expect(failure('pairs', '--data=reviews')).toMatch(/label "(positive|negative)" is none of/);
    expect(evaluate('pairs', '--data=paraphrase-hard')).toMatchObject({ examples: 800 });
  });

  it('a split that is not there, naming those that are', () => {
    expect(failure('run', '--split=test')).toMatch(/small\.csv has no test split\. It has: train/);
    mkdirSync(join(folder, 'only-train'));
    writeFileSync(join(folder, 'only-train', 'train.csv'), csvOf(SMALL_ROWS));
    expect(failure('run', '--data=only-train')).toMatch(/no validation split\. It has: train/);
    expect(failure('run', '--data=new.csv', '--split=validation')).toMatch(/Leave out --split/);
  });

  it('data for another task', () => {
    expect(failure('run', '--data=entities')).toMatch(/entities\.conll is not data for text-classification/);
  });

  it('a model without data, without a head, or an input longer than its positions', () => {
    expect(failure('tiny')).toMatch(/was not fine-tuned to predict labels/);
    expect(studio(folder, 'export', 'run', 'exported').code).toBe(0);
    expect(failure('exported')).toMatch(/what to evaluate on with --data/);
    expect(evaluate('exported', '--data=new.csv').report.metrics.accuracy).toBe(1);
    expect(failure('run', '--max_seq_length=33')).toMatch(/max_seq_length \(33\) is beyond the 32 positions/);
  });
});

it('evaluates masked words with the masks of the run', async () => {
  const args = [
    '--task=fill-mask',
    '--data=small.csv',
    '--model=tiny',
    '--max_seq_length=24',
    '--max_steps=2',
  ];
  const run = studio(folder, 'train', ...args, '--output_dir=masked', '--threads=1', '--mlm_probability=0.4');
  expect(run.code, run.err).toBe(0);
  const { last_metrics } = JSON.parse(readFileSync(join(folder, 'masked', 'run.json'), 'utf8'));
  const { loss, report } = evaluate('masked');
  expect({ loss, perplexity: report.metrics.perplexity }).toEqual(last_metrics);
});
