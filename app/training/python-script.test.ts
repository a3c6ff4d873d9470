import { describe, expect, it } from 'vitest';
import type { DatasetColumns } from '../data/columns.ts';
import type { HeadSpec } from '../models/task.ts';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from './arguments.ts';
import { pythonLiteral } from './python-literal.ts';
import { type PythonScriptOptions, pythonScript } from './python-script.ts';
import type { ScriptData } from './python-script-data.ts';

const HEAD: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['no', 'yes'],
};
const COLUMNS: DatasetColumns = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  text: 'text',
  textPair: null,
  label: 'label',
  tokens: null,
  tags: null,
  labelNames: null,
};
const DATA: ScriptData = {
  columns: COLUMNS,
  train: [{ path: 'C:\\data "1"\\train.csv', format: 'csv', dialect: null }],
  validation: [],
  validationShare: 0.2,
};

function script(changes: Partial<PythonScriptOptions> = {}, args: Partial<TrainingArguments> = {}): string {
  return pythonScript({
    model: 'a/model',
    modelNote: null,
    head: HEAD,
    data: DATA,
    outputDir: 'out',
    ...changes,
    args: { ...DEFAULT_TRAINING_ARGUMENTS, ...args },
  });
}

describe('the data', () => {
  it('is read from the same files and columns, however they are named', () => {
    const text = script({ data: { ...DATA, columns: { ...COLUMNS, text: 'my "text"', textPair: 'other' } } });
    expect(text).toContain('read_delimited("C:\\\\data \\"1\\"\\\\train.csv", ",", quoted=True)');
    expect(text).toContain('["my \\"text\\"", "other"]');
  });

  it('is divided as the run divided it, with the seed of the data', () => {
    expect(script({}, { seed: 7, data_seed: 9 })).toContain('stratified_split(rows, 0.2, 9)');
  });

  it('is said to differ from the run where a person gave labels or left rows out', () => {
    const byHand = { labels: 3, leftOut: 0 };
    expect(script({ data: { ...DATA, byHand } })).toContain(
      'In the run labels of 3 rows were given by hand. This script reads the files as they are.',
    );
    expect(script({ data: { ...DATA, byHand: { labels: 0, leftOut: 0 } } })).toBe(script());
  });

  it('is not divided where it has an evaluation split', () => {
    const validation = [{ path: 'dev.jsonl', format: 'jsonl', dialect: null }] as const;
    const text = script({ data: { ...DATA, validation } });
    expect(text).toContain('eval_rows = [row for records in [read_jsonl("dev.jsonl")]');
    expect(text).not.toContain('stratified_split');
  });

  it('gets the names of labels that are only numbers in the file', () => {
    const labelNames = { '0': 'no', '1': 'yes' };
    expect(script({ data: { ...DATA, columns: { ...COLUMNS, labelNames } } })).toContain(
      'LABEL_NAMES = {"0": "no", "1": "yes"}',
    );
  });
});

describe('the arguments', () => {
  it("are given under Hugging Face's names where they are not its defaults", () => {
    const text = script({}, { learning_rate: 1e-7, eval_strategy: 'epoch', save_total_limit: 2 });
    expect(text).toContain('    learning_rate=1e-7,\n');
    expect(text).toContain('    eval_strategy="epoch",\n');
    expect(text).toContain('    save_total_limit=2,\n');
    expect(text).not.toContain('adam_beta1=');
  });

  it('are translated where transformers 5 has another name', () => {
    const text = script({}, { warmup_ratio: 0.1, group_by_length: true });
    expect(text).toContain('warmup_steps=0.1');
    expect(text).toContain('train_sampling_strategy="group_by_length"');
    expect(text).not.toMatch(/warmup_ratio|group_by_length=/);
  });

  it('that transformers does not have are written out', () => {
    const text = script(
      {},
      {
        class_weights: [1, 2.5],
        freeze_layers: 3,
        head_learning_rate: 1e-3,
        early_stopping_patience: 2,
        gradient_accumulation_steps: 4,
        max_seq_length: 64,
        threads: 2,
      },
    );
    expect(text).toContain('CLASS_WEIGHTS = [1, 2.5]');
    expect(text).toContain('trainer = WeightedTrainer(');
    expect(text).toContain('for i in range(3)');
    expect(text).toContain('"lr": 0.001 if is_head else 0.00005');
    expect(text).toContain('EarlyStoppingCallback(2, 0)');
    expect(text).toContain('trainer.model_accepts_loss_kwargs = False');
    expect(text).toContain('max_length=64');
    expect(text).toContain('torch.set_num_threads(2)');
  });

  it('leave out what the run does without', () => {
    expect(script()).not.toMatch(/WeightedTrainer|requires_grad|EarlyStopping|model_accepts|set_num_threads/);
  });
});

describe('each task', () => {
  const tags = { ...COLUMNS, task: 'token-classification', tokens: 'tokens', tags: 'tags' } as const;
  it.each([
    [
      'single label',
      HEAD,
      COLUMNS,
      ['AutoModelForSequenceClassification', 'matthews_corrcoef(', 'LABELS.index(label)'],
    ],
    [
      'multi-label',
      { ...HEAD, problemType: 'multi_label_classification' },
      { ...COLUMNS, problemType: 'multi_label_classification' },
      ['problem_type="multi_label_classification"', 'prediction.predictions > 0', 'float(name in label)'],
    ],
    [
      'regression',
      { ...HEAD, problemType: 'regression', labels: ['score'] },
      { ...COLUMNS, problemType: 'regression' },
      ['import numpy as np', '"spearmanr"', 'float(label)'],
    ],
    [
      'token classification',
      { ...HEAD, task: 'token-classification' },
      tags,
      [
        'AutoModelForTokenClassification',
        'DataCollatorForTokenClassification',
        'seqeval.metrics.f1_score',
        'to_iob2(list(map(str, tags)))',
        'import re\n',
        '-100',
      ],
    ],
    [
      'masked LM',
      { ...HEAD, task: 'fill-mask', labels: [] },
      { ...COLUMNS, task: 'fill-mask', label: null },
      ['AutoModelForMaskedLM', 'mlm_probability=0.15'],
    ],
  ] as const)('has its own model, labels and metrics: %s', (_, head, columns, expected) => {
    const text = script({ head, data: { ...DATA, columns } });
    for (const part of expected) expect(text).toContain(part);
    if (head.task === 'fill-mask') expect(text).not.toMatch(/LABELS|compute_metrics/);
  });
});

it('writes values as Python does', () => {
  expect(pythonLiteral([null, true, false, 1e-8, 'a "b"\n', { k: [] }])).toBe(
    '[None, True, False, 1e-8, "a \\"b\\"\\n", {"k": []}]',
  );
});
