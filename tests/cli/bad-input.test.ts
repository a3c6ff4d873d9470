import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_CONFIG_JSON, TINY_VOCABULARY, writeTinyModel } from '../support/tiny-model.ts';
import { studio, temporaryFolder } from './command-line.ts';
import { csvOf, SMALL_ROWS, writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const USAGE = 2;
const FAILED = 1;

/** All that lies in the folder, with sizes: nothing may come, go or change. */
const everything = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path} ${readFileSync(path).length}` : path;
    })
    .sort();

/** The command fails as a person should see it: an exit code, one clear message, no stack, and nothing written. */
function fails(code: number, pattern: RegExp, ...args: readonly string[]): void {
  const before = everything();
  const outcome = studio(folder, ...args);
  expect(outcome.err).toMatch(/^(Error|error): /m);
  expect(outcome.err).toMatch(pattern);
  expect(outcome.err).not.toMatch(/\n\s+at /);
  expect(outcome.code).toBe(code);
  expect(everything()).toEqual(before);
}

const DATA: readonly [string, string, string | Uint8Array, number, RegExp][] = [
  ['an empty file', 'empty.csv', '', FAILED, /empty\.csv is empty/],
  ['a file with a header and no rows', 'header.csv', 'label,text\n', FAILED, /header\.csv has no rows/],
  [
    'a binary file',
    'binary.csv',
    Buffer.from([1, 2, 0, 4]),
    FAILED,
    /binary\.csv is not a text file: byte 2/,
  ],
  ['a spreadsheet', 'sheet.csv', Buffer.from('PK\u0003\u0004'), FAILED, /ZIP archive or a spreadsheet/],
  [
    'a quoted field that never ends',
    'open.csv',
    'label,text\na,"never closed\nb,more\n',
    FAILED,
    /Line 2 of .*open\.csv opens a quoted field that never ends/,
  ],
  [
    'text after a closing quote',
    'after.csv',
    'label,text\na,"closed" and more\n',
    FAILED,
    /Line 2 of .*after\.csv: a quoted field ends at column \d+ but text follows/,
  ],
  [
    'one class only',
    'one.csv',
    'label,text\na,one text\na,another text\n',
    FAILED,
    /every row has the label "a"/,
  ],
  [
    'Latin-1',
    'latin1.csv',
    Buffer.from('label,text\na,caf\u00e9 cr\u00e8me\n', 'latin1'),
    FAILED,
    /latin1\.csv is not UTF-8: byte 16, on line 2, .* save it as UTF-8/,
  ],
  ['UTF-16', 'utf16.csv', Buffer.from('\ufefflabel,text\n', 'utf16le'), FAILED, /encoded as UTF-16/],
  [
    'a line without end',
    'long.jsonl',
    `{"text": "${'a'.repeat(2 ** 24)}`,
    FAILED,
    /Line 1 of .* longer than/,
  ],
  ['broken JSON', 'broken.jsonl', '{"label": 1, "text": "a"}\n{"label"', FAILED, /Line 2 of .*broken\.jsonl/],
  ['numbers alone', 'numbers.csv', 'x,y\n1,2\n', USAGE, /--text-column; the columns are: x, y/],
  ['no header', 'nohead.csv', '1,a good day\n0,a bad day\n', FAILED, /does not look like column names/],
  [
    'no usable row',
    'unusable.csv',
    'label,text\na,\n,b\n',
    FAILED,
    /no usable row: 1 x no text, 1 x no label/,
  ],
  [
    'a damaged Parquet file',
    'cut.parquet',
    'PAR1 and then nothing',
    FAILED,
    /not a Parquet file, or is damaged/,
  ],
  ['an unknown format', 'data.xlsx', 'anything', USAGE, /data\.xlsx does not end like a data file/],
  ['tokens without tags', 'notags.conll', 'EU\nrejects\n', FAILED, /Line 1 of .* has a token and no tag/],
];

let task: readonly string[];
beforeAll(async () => {
  task = await writeTinyTask(folder);
  const run = studio(folder, 'train', ...task, '--max_steps=1', '--eval_strategy=no', '--output_dir=done');
  if (run.code !== 0) throw new Error(run.err);
});

describe('training data that is', () => {
  it.each(DATA)('%s', (_, name, content, code, pattern) => {
    writeFileSync(join(folder, name), content);
    fails(code, pattern, 'train', '--model=tiny', '--max_seq_length=24', `--data=${name}`);
  });

  it('not there', () => {
    fails(
      USAGE,
      /no dataset named "missing\.csv" and no such file/,
      'train',
      '--model=tiny',
      '--max_seq_length=24',
      '--data=missing.csv',
    );
    fails(USAGE, /no column "stars".*label, text/, 'train', ...task, '--label-column=stars');
    writeFileSync(join(folder, 'nolabel.csv'), 'text,other\na day,1\n');
    const wanted = ['--task=text-classification', '--data=nolabel.csv'];
    fails(
      USAGE,
      /nolabel\.csv has no column that looks like a label.*--label-column/,
      'train',
      ...task,
      ...wanted,
    );
  });

  it('given to evaluate a model that does not know one of its labels', () => {
    mkdirSync(join(folder, 'unknown'));
    writeFileSync(join(folder, 'unknown', 'test.csv'), 'label,text\nneutral,a day\n');
    fails(
      FAILED,
      /test\.csv, line 2: the label "neutral" is none of/,
      'evaluate',
      'done',
      '--data=unknown',
      '--split=test',
    );
  });
});

describe('a model', () => {
  const model = async (name: string, files: Parameters<typeof writeTinyModel>[1]) => {
    await writeTinyModel(join(folder, name), files);
    return ['train', `--model=${name}`, '--data=small.csv', '--max_seq_length=24'] as const;
  };

  it('whose weights are cut short', async () => {
    const whole = readFileSync(join(folder, 'tiny', 'model.safetensors'));
    const args = await model('cut', { 'model.safetensors': whole.subarray(0, whole.length - 100) });
    fails(FAILED, /cut\/model\.safetensors.*(truncated|cut|short|ends)/i, ...args);
    fails(FAILED, /cut\/model\.safetensors/, 'models', 'import', 'cut');
    const header = await model('cut-header', { 'model.safetensors': whole.subarray(0, 40) });
    fails(FAILED, /cut-header\/model\.safetensors/, ...header);
  });

  it('whose vocabulary is larger than its embedding', async () => {
    const args = await model('words', { 'vocab.txt': `${[...TINY_VOCABULARY, 'more'].join('\n')}\n` });
    fails(FAILED, /tokenizer has 11 tokens, but the model's word embedding has 10 rows/, ...args);
  });

  it('whose config.json is another one', async () => {
    const args = await model('wide', {
      'config.json': JSON.stringify({ ...TINY_CONFIG_JSON, hidden_size: 16 }),
    });
    fails(FAILED, /"bert\.embeddings\.word_embeddings\.weight" has the shape \[10, 8\].*\[10, 16\]/, ...args);
    const roberta = await model('roberta', {
      'config.json': JSON.stringify({ ...TINY_CONFIG_JSON, model_type: 'roberta' }),
    });
    fails(FAILED, /type "roberta"/, ...roberta);
    const broken = await model('broken', { 'config.json': '{"model_type": ' });
    fails(FAILED, /broken\/config\.json is not valid JSON/, ...broken);
  });

  it('that has only pickled weights, no tokenizer, or nothing', async () => {
    const pickled = await model('pickled', { 'model.safetensors': null, 'pytorch_model.bin': 'x' });
    fails(FAILED, /pytorch_model\.bin.*safetensors/s, ...pickled);
    const mute = await model('mute', { 'vocab.txt': null });
    fails(FAILED, /vocab\.txt|tokenizer\.json/, ...mute);
    mkdirSync(join(folder, 'nothing'));
    fails(USAGE, /nothing has no config\.json/, 'train', '--model=nothing', '--data=small.csv');
    fails(USAGE, /no model named "nowhere"/, 'train', '--model=nowhere', '--data=small.csv');
  });
});

describe('arguments', () => {
  it('that are wrong or contradict each other are all named at once', () => {
    const wrong = {
      learning_rate: '-1',
      num_train_epochs: '0',
      max_seq_length: '33',
      adam_beta1: 'one',
      lr_scheduler_type: 'zigzag',
      freeze_layers: '3',
      warmup_ratio: '0.1',
      warmup_steps: '2',
      load_best_model_at_end: 'yes',
      eval_strategy: 'no',
      early_stopping_patience: '2',
    };
    const args = Object.entries(wrong).map(([name, value]) => `--${name}=${value}`);
    const { code, err } = studio(folder, 'train', '--model=tiny', '--data=small.csv', ...args);
    expect(code).toBe(USAGE);
    expect(err).toMatch(/^Error: 9 training arguments are wrong:/);
    for (const name of Object.keys(wrong).filter((each) => !/warmup_steps|eval_strategy/.test(each)))
      expect(err, name).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    fails(USAGE, /9 training arguments/, 'train', '--model=tiny', '--data=small.csv', ...args);
  });

  it('that do not fit the data are refused before anything is trained', () => {
    fails(USAGE, /class_weights has 3 weights for 2 labels/, 'train', ...task, '--class_weights=1,2,3');
    fails(USAGE, /metric_for_best_model is bleu.*accuracy/, 'train', ...task, '--metric_for_best_model=bleu');
    fails(FAILED, /of \d+ rows none is left to evaluate on/, 'train', ...task, '--validation-share=0.0001');
  });

  it('that do not exist are named with what is near them, and those that are too few', () => {
    fails(USAGE, /unknown option '--lerning_rate'[\s\S]*learning_rate/, 'train', '--lerning_rate', '1');
    fails(USAGE, /unknown command 'trian'[\s\S]*train/, 'trian');
    fails(USAGE, /two folders or more.*runs show/, 'runs', 'compare', 'done');
    fails(USAGE, /--validation-share.*above 0 and below 1/, 'train', '--validation-share=1');
  });

  it('of a length beyond the positions of the model are refused', () => {
    fails(
      USAGE,
      /max_seq_length \(33\) is beyond the 32 positions/,
      'train',
      '--model=tiny',
      '--data=small.csv',
      '--max_seq_length=33',
    );
  });
});

describe('an output', () => {
  it('that cannot be written is told before training', () => {
    fails(FAILED, /small\.csv is a file/, 'train', ...task, '--output_dir=small.csv');
    fails(FAILED, /small\.csv is a file/, 'train', ...task, '--output_dir=small.csv/run');
    fails(FAILED, /small\.csv is a file/, 'export', 'done', 'small.csv/exported');
    fails(FAILED, /small\.csv is a file/, 'export', 'done', 'small.csv/model.onnx', '--format=onnx');
  });

  it('that is the folder of another run, or holds other things, is left alone', () => {
    fails(
      USAGE,
      /done already holds a run "done" \(completed\).*runs resume \S*done`/,
      'train',
      ...task,
      '--output_dir=done',
    );
    fails(USAGE, /tiny is not empty/, 'train', ...task, '--output_dir=tiny');
    fails(USAGE, /tiny already exists and is not empty/, 'export', 'done', 'tiny');
    fails(USAGE, /done\.onnx|already exists/, 'export', 'done', 'small.csv', '--format=onnx');
  });
});

describe('a run', () => {
  it('that is not there, or cannot be read, is told', () => {
    fails(USAGE, /There is no run in .*nowhere/, 'runs', 'resume', 'nowhere');
    fails(USAGE, /There is no run in .*nowhere/, 'runs', 'show', 'nowhere');
    fails(
      USAGE,
      /There is no checkpoint-9 in .*checkpoint-1/,
      'runs',
      'resume',
      'done',
      '--checkpoint=checkpoint-9',
    );
    expect(JSON.parse(readFileSync(join(folder, 'done', 'run.json'), 'utf8')).status).toBe('completed');
    mkdirSync(join(folder, 'torn'));
    writeFileSync(join(folder, 'torn', 'run.json'), '{"format": 1, "id"');
    fails(FAILED, /torn\/run\.json holds the record of a run and cannot be read/, 'runs', 'resume', 'torn');
  });
});

it('labels and names that would steer a terminal are written out', () => {
  const rows = ['\x1b]0;owned\x07good', '\x1b[2Jbad'].flatMap((label) => [`${label},one`, `${label},two`]);
  writeFileSync(join(folder, 'steering.csv'), `label,text\n${rows.join('\n')}\n`);
  const { out } = studio(folder, 'datasets', 'check', 'steering.csv', '--model=tiny', '--max_seq_length=24');
  expect(out).toContain('\\x1b[2Jbad');
  expect(out).toContain('\\x1b]0;owned\\x07good');
  for (const character of ['\x1b', '\x07']) expect(out).not.toContain(character);
  fails(USAGE, /no dataset named "\\x1b\[2Jx"/, 'train', '--data=\x1b[2Jx');
});

it('a dataset of rows that are fine is trained on', () => {
  // The same arguments as above, so that the failures are of what was wrong and of nothing else.
  writeFileSync(join(folder, 'fine.csv'), csvOf(SMALL_ROWS));
  const args = ['--model=tiny', '--max_seq_length=24', '--data=fine.csv', '--max_steps=1'];
  expect(studio(folder, 'train', ...args).code).toBe(0);
});
