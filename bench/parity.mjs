// npm run parity: what we compute beside what transformers computes, live. See README.md.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outFolder, plainModel, root, runPython } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { largestDifference } from './parity/difference.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    mrpc: { type: 'string', default: join(root, '..', 'shared', 'testdata', 'mrpc') },
  },
});

const SINGLE = [
  ['Quietly the best meal of the year.'],
  ['No refunds, no apology.'],
  ['Ünïcode, 中文 & emoji 🙂!'],
];
const PAIRS = [
  ['The council approved the budget.', 'The budget was approved by the council.'],
  [
    'Prices rose.',
    'Nobody in the small town of Lennimer had expected prices to rise again before the winter.',
  ],
];
const MASKED = [['The capital of France is [MASK].'], ['He [MASK] the door and [MASK] in.']];
const EXPORTS = { paraphrase: PAIRS, reviews: SINGLE, entities: SINGLE, 'fill-mask': MASKED };
const STEPS = 20;

// Compiled first: what is compared is the sources as they are.
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
const { evaluationRows, exportModel, logits, trainMrpc } = await import('./parity/ours.mjs');

/** What a script of the `parity` folder computes for `rows` of texts. */
function theirLogits(folder, rows, script, model, options = []) {
  const textsFile = join(folder, 'texts.json');
  writeFileSync(textsFile, JSON.stringify(rows));
  return JSON.parse(runPython(`parity/${script}`, [...model, textsFile, ...options]));
}

/** Checks of one exported model: the folders in transformers, the ONNX files in Python's onnxruntime. */
async function exported(task, folder) {
  const texts = EXPORTS[task];
  await exportModel(task, folder);
  const [full, half] = ['float32', 'float16'].map((precision) => join(folder, precision));
  for (const model of [full, half]) runPython('parity/check_export.py', [model]);
  const theirs = theirLogits(folder, texts, 'logits.py', [full]);
  const difference = (values) => largestDifference(values, theirs.values);
  const onnx = (file) => theirLogits(folder, texts, 'onnx_logits.py', [join(folder, file), full]).values;
  const halfValues = theirLogits(folder, texts, 'logits.py', [half]).values;
  const rounded = theirLogits(folder, texts, 'logits.py', [full], ['--round-to-float16']).values;
  // Rounding weights moves a logit in proportion to its size, and those of masked words are large.
  const size = task === 'fill-mask' ? largestDifference(theirs.values, zerosLike(theirs.values)) : 1;
  const per = task === 'fill-mask' ? `, per largest logit (${size.toFixed(1)})` : '';
  return [
    { name: 'weights missing in transformers', value: theirs.missing.length, limit: 0 },
    { name: 'our logits against transformers', value: difference(await logits(full, texts)), limit: 1e-4 },
    {
      name: 'the float16 folder against weights rounded by PyTorch',
      value: largestDifference(halfValues, rounded),
      limit: 1e-6,
    },
    { name: `the float16 folder against float32${per}`, value: difference(halfValues) / size, limit: 5e-3 },
    { name: 'ONNX float32 against transformers', value: difference(onnx('model.onnx')), limit: 1e-4 },
    {
      name: `ONNX float16 against transformers${per}`,
      value: difference(onnx('model.fp16.onnx')) / size,
      limit: 5e-3,
    },
  ];
}

function zerosLike(values) {
  return typeof values === 'number' ? 0 : values.map(zerosLike);
}

/** A model that has learned its task, as int8 against transformers' float32, on all its evaluation rows. */
async function int8(folder) {
  await exportModel('reviews', folder, { num_train_epochs: 2, eval_strategy: 'no' });
  const full = join(folder, 'float32');
  const rows = await evaluationRows(folder);
  const texts = rows.map(([row]) => row);
  const accuracy = ({ values }) =>
    values.filter((row, i) => row.indexOf(Math.max(...row)) === rows[i][1]).length / rows.length;
  const theirs = accuracy(theirLogits(folder, texts, 'logits.py', [full]));
  const ours = accuracy(
    theirLogits(folder, texts, 'onnx_logits.py', [join(folder, 'model.int8.onnx'), full]),
  );
  return [
    {
      name: `accuracy on ${rows.length} rows, ${ours} for ${theirs}`,
      value: Math.abs(ours - theirs),
      limit: 0.01,
    },
    // Where nothing was learned, equal accuracies would say nothing.
    { name: 'distance of that accuracy from 1', value: 1 - theirs, limit: 0.25 },
  ];
}

/** The same steps on both sides: no dropout, rows in file order, the same classifier. */
async function trace(folder) {
  if (!existsSync(options.mrpc)) throw new Error(`MRPC is not in ${options.mrpc} (give --mrpc)`);
  const head = { file: join(root, 'tests', 'golden', 'heads.safetensors'), prefix: 'pair.' };
  const args = { learning_rate: 5e-5, max_steps: STEPS, warmup_steps: 3, eval_strategy: 'no' };
  const python = { ...args, train_sampling_strategy: 'sequential', eval_on_start: false };
  const out = join(folder, 'trace.jsonl');
  const model = plainModel('all-MiniLM-L6-v2');
  runPython('parity/train.py', [
    ...['--task', 'mrpc', '--data', options.mrpc, '--model', model, '--dropout', '0', '--out', out],
    ...['--head', `${head.file}:${head.prefix}`, '--arguments', JSON.stringify(python)],
  ]);
  const theirs = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const steps = theirs.filter(({ event }) => event === 'step');
  const ours = await trainMrpc({ data: options.mrpc, head, args: { ...args, weight_decay: 0.01 } });
  const worst = (name, scale) =>
    largestDifference(
      ours.map((step, i) => step[name] / scale(steps[i])),
      steps.map((step) => step[name] / scale(step)),
    );
  const plain = () => 1;
  return [
    { name: `loss of ${STEPS} steps`, value: worst('loss', plain), limit: 2e-4 },
    { name: 'gradient norm, relative', value: worst('grad_norm', (step) => step.grad_norm), limit: 2e-3 },
    { name: 'learning rate', value: worst('learning_rate', plain), limit: 1e-12 },
  ];
}

const comparisons = {
  ...Object.fromEntries(Object.keys(EXPORTS).map((task) => [task, (folder) => exported(task, folder)])),
  int8,
  trace,
};
const results = { machine: describeMachine(), started: new Date().toISOString(), comparisons: {} };
mkdirSync(outFolder, { recursive: true });
for (const [name, compare] of Object.entries(comparisons)) {
  if (options.only && !options.only.split(',').includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const checks = await compare(folder);
    results.comparisons[name] = { checks };
    for (const { name: check, value, limit } of checks) {
      // Written so that NaN counts as out of bounds.
      const within = value <= limit;
      if (!within) process.exitCode = 1;
      console.log(
        `${within ? 'ok  ' : 'FAIL'} ${name}: ${check}: ${value.toExponential(2)} (at most ${limit})`,
      );
    }
  } catch (error) {
    process.exitCode = 1;
    results.comparisons[name] = { error: error.message };
    console.log(`FAIL ${name}: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
writeFileSync(join(outFolder, 'parity.json'), JSON.stringify(results, null, 1));
