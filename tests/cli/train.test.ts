import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyModel } from '../support/tiny-model.ts';
import { studio, studioInterrupted, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const SHORT = [
  '--data=small.csv',
  '--max_steps=6',
  '--per_device_train_batch_size=8',
  '--gradient_accumulation_steps=2',
  '--group_by_length',
  '--eval_strategy=no',
  '--save_strategy=no',
  '--max_seq_length=24',
];

beforeAll(() => {
  const rows = Array.from(
    { length: 80 },
    (_, i) => `${i % 2 ? 'good' : 'bad'},"Row ${i}, ${'word '.repeat(i % 9)}"`,
  );
  writeFileSync(join(folder, 'small.csv'), `label,text\n${rows.join('\n')}\n`);
});

const weightsOf = (run: string, step: number) =>
  readFileSync(join(folder, run, 'checkpoints', `checkpoint-${step}`, 'model.safetensors'));

describe('a run that is interrupted', () => {
  it('saves on Ctrl-C, says how to go on, and ends with the weights of an uninterrupted run, bit for bit', async () => {
    const whole = studio(
      folder,
      'train',
      ...SHORT,
      '--save_strategy=steps',
      '--save_steps=6',
      '--output_dir=whole',
    );
    expect(whole.code, whole.err).toBe(0);
    expect(whole.out).toContain('LOAD REPORT');
    expect(whole.out).toMatch(/Try it: .* predict --model whole "a text"$/m);

    const args = [...SHORT, '--save_strategy=steps', '--save_steps=6', '--output_dir=broken', '--json'];
    const broken = await studioInterrupted(folder, /"kind":"step","step":2/, 'train', ...args);
    expect(broken.code, broken.err).toBe(130);
    const record = JSON.parse(readFileSync(join(folder, 'broken', 'run.json'), 'utf8'));
    expect(record.status).toBe('stopped');
    expect(record.progress.global_step).toBeLessThan(6);

    const resumed = studio(folder, 'runs', 'resume', 'broken');
    expect(resumed.code, resumed.err).toBe(0);
    expect(resumed.out).toMatch(/Going on from checkpoint-\d/);
    expect(resumed.out).not.toContain('LOAD REPORT');
    expect(weightsOf('broken', 6).equals(weightsOf('whole', 6))).toBe(true);
  });

  it('says what it learns from which columns, and that nothing is left of a run that has ended', () => {
    const { code, out, err } = studio(folder, 'runs', 'resume', 'whole');
    expect(code, err).toBe(0);
    expect(out).toContain('Learns label (bad, good) from text. Rows: 64 to learn from, 16 to evaluate on.');
    expect(out).toContain('Nothing was left to do');
    expect(out).not.toContain('NaN');
  });

  it('keeps every step in metrics.jsonl', () => {
    const lines = readFileSync(join(folder, 'whole', 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const steps = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.every(({ loss, grad_norm }) => loss > 0 && grad_norm > 0)).toBe(true);
  });

  it('refuses the folder of another run', () => {
    const { code, err } = studio(folder, 'train', ...SHORT, '--output_dir=whole');
    expect(code).not.toBe(0);
    expect(err).toMatch(/already holds a run/);
  });
});

describe('a trained model', () => {
  it('predicts, and is exported for Hugging Face and as ONNX', () => {
    const prediction = studio(folder, 'predict', '--model=whole', 'Row 3, word', '--json');
    expect(prediction.code, prediction.err).toBe(0);
    const scores: { label: string; score: number }[] = JSON.parse(prediction.out);
    expect(scores.map(({ label }) => label).sort()).toEqual(['bad', 'good']);
    expect(scores[0]!.score + scores[1]!.score).toBeCloseTo(1, 6);

    expect(studio(folder, 'export', 'whole', 'exported').code).toBe(0);
    const config = JSON.parse(readFileSync(join(folder, 'exported', 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      architectures: ['BertForSequenceClassification'],
      id2label: { 0: 'bad', 1: 'good' },
    });
    const again = studio(folder, 'predict', '--model=exported', 'Row 3, word', '--json');
    expect(JSON.parse(again.out)).toEqual(scores);
    expect(studio(folder, 'export', 'whole', 'model.onnx', '--precision=int8').code).toBe(0);
  });

  it('tells in its card how it came about, exported from a checkpoint too', () => {
    const exported = studio(folder, 'export', 'whole/checkpoints/checkpoint-6', 'of-step-6', '--json');
    expect(JSON.parse(exported.out)).toEqual({ format: 'huggingface', path: join(folder, 'of-step-6') });
    const card = readFileSync(join(folder, 'of-step-6', 'README.md'), 'utf8');
    expect(card).toMatch(/learning_rate/);
    expect(card).toMatch(/whole/);
  });
});

it('says of a model that fills in masked words how it is asked, and that it predicts no labels', async () => {
  await writeTinyModel(join(folder, 'tiny'));
  writeFileSync(join(folder, 'texts.txt'), 'a good day\na bad day\n'.repeat(20));
  const args = [
    '--model=tiny',
    '--data=texts.txt',
    '--task=fill-mask',
    '--max_steps=1',
    '--max_seq_length=24',
    '--output_dir=words',
  ];
  const { code, out, err } = studio(folder, 'train', ...args);
  expect(code, err).toBe(0);
  expect(out).toMatch(/Try it: .* fill-mask --model words "a text with a \[MASK\]"$/m);
  expect(studio(folder, 'fill-mask', '--model=words', 'a [MASK] day').code).toBe(0);
  expect(studio(folder, 'predict', '--model=words', 'a day').err).toMatch(/fills in masked words.*fill-mask/);
});

it('is told how a text has labels where the data looks otherwise: several in one text, or numbers that are a scale', async () => {
  await writeTinyModel(join(folder, 'tiny'));
  const marks = ['3', '1;2', '2;3', '1'].map((label) => `a good day,${label},${label.length}`);
  writeFileSync(join(folder, 'marks.csv'), `text,marks,label\n${`${marks.join('\n')}\n`.repeat(5)}`);
  const of = (...args: string[]) =>
    studio(folder, 'train', '--model=tiny', '--data=marks.csv', '--max_steps=1', ...args).out;
  expect(of('--label-column=marks', '--problem-type=multi_label_classification')).toContain(
    'Learns marks (1, 2, 3) from text.',
  );
  expect(of('--problem-type=regression')).toContain('Learns label (a number) from text.');
  expect(of()).toContain('Learns label (1, 3) from text.');
});
