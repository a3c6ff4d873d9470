import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { divisionOf } from '../../app/data/splits.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { findPython } from '../support/python.ts';
import { studio, temporaryFolder } from './command-line.ts';
import { trainTinyRun } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const script = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(() => trainTinyRun(folder, 'run', '--class_weights=balanced'));

describe('export --format python', () => {
  it('writes the script of a run: its model, files, split, labels and arguments', () => {
    const { code, out, err } = studio(folder, 'export', 'run', 'run.py', '--format=python');
    expect(code, err).toBe(0);
    expect(out).toBe('Wrote run.py.\n');
    const text = script('run.py');
    for (const line of [
      `MODEL = ${JSON.stringify(join(folder, 'tiny'))}`,
      'LABELS = ["negative", "positive"]',
      `read_delimited(${JSON.stringify(join(folder, 'small.csv'))}, ",", quoted=True)`,
      'stratified_split(rows, 0.2, 5)',
      '    num_train_epochs=14,',
      '    learning_rate=0.003,',
      '    output_dir="run-python",',
      'torch.set_num_threads(1)',
      'trainer = WeightedTrainer(',
    ])
      expect(text).toContain(line);
  });

  it('replaces a file only when told to', () => {
    writeFileSync(join(folder, 'there.py'), 'mine');
    const refused = studio(folder, 'export', 'run', 'there.py', '--format=python');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/there\.py already exists.*--overwrite/);
    expect(script('there.py')).toBe('mine');
    expect(studio(folder, 'export', 'run', 'there.py', '--format=python', '--overwrite').code).toBe(0);
    expect(script('there.py')).toContain('trainer.train()');
  });

  it('wants a run, and no precision', () => {
    const model = studio(folder, 'export', 'tiny', 'x.py', '--format=python');
    expect(model.code).toBe(2);
    expect(model.err).toMatch(/tiny is not the folder of a run/);
    const precise = studio(folder, 'export', 'run', 'x.py', '--format=python', '--precision=int8');
    expect(precise.code).toBe(2);
    expect(() => script('x.py')).toThrow();
  });
});

const python = findPython();
describe.skipIf(python === null)('the data part of the script (needs Python)', () => {
  /** Runs the script up to the model, without the packages it would need from there on. */
  const rowsOf = (name: string): { train: unknown; evaluation: unknown } => {
    const run = `
import json, sys
from unittest.mock import MagicMock
for name in ["torch", "transformers", "sklearn", "sklearn.metrics", "seqeval", "seqeval.metrics"]:
    sys.modules[name] = MagicMock()
source = open(sys.argv[1], encoding="utf-8").read()
names = {}
exec(source[: source.index("tokenizer = ")], names)
json.dump({"train": names["train_rows"], "evaluation": names["eval_rows"]}, sys.stdout)`;
    const { stdout, stderr } = spawnSync(python!, ['-c', run, join(folder, name)], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  it.each(['small.csv', 'reviews', 'entities', 'paraphrase'])(
    'reads and divides %s as the run does',
    async (data) => {
      const path = data === 'small.csv' ? join(folder, data) : data;
      const name = `${data}-run`;
      const task = [
        `--data=${path}`,
        '--model=tiny',
        '--max_seq_length=24',
        '--max_steps=1',
        `--output_dir=${name}`,
      ];
      expect(studio(folder, 'train', ...task, '--eval_strategy=no', '--save_strategy=no').code).toBe(0);
      expect(studio(folder, 'export', name, `${data}.py`, '--format=python').code).toBe(0);

      const all = (await loadDataset(path)).splits.train!.rows;
      const examples = await allRows(all);
      const { first, second } = divisionOf(all, { share: 0.2, seed: 42 });
      const rows = (chosen: Int32Array) =>
        Array.from(chosen, (i) => {
          const { words, text, textPair, label } = examples[i]!;
          if (words) return [words.tokens, words.tags];
          return [textPair === null ? [text] : [text, textPair], label];
        });
      expect(rowsOf(`${data}.py`)).toEqual({ train: rows(first), evaluation: rows(second) });
    },
  );

  it('turns every way of tagging entities into the one the run trains on', async () => {
    const sentences = [
      ['Ada I-PER', 'Lovelace I-PER', 'met O', 'Bob I-PER', 'Eve B-PER', 'in O', 'Rome I-LOC', 'Inc I-ORG'],
      ['Ada B-PER', 'Maria I-PER', 'King E-PER', 'Rome S-LOC', 'Oslo U-LOC', 'x B-ORG', 'y L-ORG', 'z I-ORG'],
    ];
    const text = Array.from({ length: 6 }, () =>
      sentences.map((lines) => lines.join('\n')).join('\n\n'),
    ).join('\n\n');
    writeFileSync(join(folder, 'mixed.conll'), `${text}\n`);
    const task = [
      '--data=mixed.conll',
      '--model=tiny',
      '--max_seq_length=24',
      '--max_steps=1',
      '--output_dir=mixed',
    ];
    expect(studio(folder, 'train', ...task, '--eval_strategy=no', '--save_strategy=no').code).toBe(0);
    expect(studio(folder, 'export', 'mixed', 'mixed.py', '--format=python').code).toBe(0);
    const examples = await allRows((await loadDataset(join(folder, 'mixed.conll'))).splits.train!.rows);
    const { train, evaluation } = rowsOf('mixed.py') as Record<string, [string[], string[]][]>;
    const known = new Map(examples.map(({ words }) => [words!.tokens.join(' '), words!.tags]));
    const all = [...train!, ...evaluation!];
    expect(all).toHaveLength(12);
    for (const [words, tags] of all) expect(tags).toEqual(known.get(words.join(' ')));
  });
});

const transformers = findPython('torch', 'transformers', 'sklearn');
describe.skipIf(transformers === null)('the whole script (needs Python with transformers)', () => {
  it('trains as it is written', () => {
    const task = [
      '--data=small.csv',
      '--model=tiny',
      '--max_seq_length=24',
      '--max_steps=2',
      '--output_dir=whole',
    ];
    expect(studio(folder, 'train', ...task, '--warmup_ratio=0.5', '--freeze_layers=1').code).toBe(0);
    expect(studio(folder, 'export', 'whole', 'whole.py', '--format=python').code).toBe(0);
    const { status, stdout, stderr } = spawnSync(transformers!, ['whole.py'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HF_HUB_OFFLINE: '1', CUDA_VISIBLE_DEVICES: '' },
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('eval_matthews_correlation');
  });
});
