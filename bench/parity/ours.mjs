// Where BERT Studio plugs into `npm run parity`: everything else there knows only these functions.
import { join } from 'node:path';
import { encodeExamples } from '../../dist/app/data/encode.js';
import { allRows } from '../../dist/app/data/rows.js';
import { parseTrainingArguments } from '../../dist/app/training/parse-arguments.js';
import { Trainer } from '../../dist/app/training/trainer.js';
import { BertModel } from '../../dist/main/runtime/bert-model.js';
import { exportModel as exportFolder } from '../../dist/main/services/export.js';
import { jobOf } from '../../dist/main/services/recorded-run.js';
import { headFor, loadDataset } from '../../dist/main/storage/datasets.js';
import { openModel } from '../../dist/main/storage/models.js';
import { openRun } from '../../dist/main/storage/runs.js';
import { SafetensorsFile } from '../../dist/main/storage/safetensors.js';
import { openTrainingEngine } from '../../dist/main/workers/engines.js';
import { openInferenceDevice } from '../../dist/main/workers/open-device.js';
import { setupOf } from '../../dist/main/workers/open-job.js';
import { trainedHead, trainedWeights } from '../../dist/main/workers/trained-head.js';
import { partsOf } from '../../dist/main/workers/training-data.js';
import { train } from './train.mjs';

const SMALL_MODEL = 'all-MiniLM-L6-v2';
const MASKED_LM_MODEL = 'bert-base-uncased';
const MAX_LENGTH = 128;
/** @type {Record<string, string | number>} */
const FEW_STEPS = { max_steps: 8, eval_strategy: 'no' };

/**
 * Trains `task` for a few steps from the embedded small model and exports it into `folder`: the Hugging Face folders
 * `float32` and `float16`, and model.onnx (float32), model.fp16.onnx and model.int8.onnx.
 * `task`: 'paraphrase' | 'reviews' | 'entities' (embedded sets) or 'fill-mask' (the embedded masked-LM head, as it is).
 * `settings` are TrainingArguments instead of the few steps.
 */
export async function exportModel(task, folder, settings = FEW_STEPS) {
  const run = join(folder, 'run');
  if (task !== 'fill-mask') train({ data: task, output_dir: run, ...settings });
  const source = task === 'fill-mask' ? MASKED_LM_MODEL : run;
  for (const precision of /** @type {const} */ (['float32', 'float16']))
    await exportFolder(source, join(folder, precision), 'huggingface', precision);
  for (const [precision, file] of /** @type {const} */ ([
    ['float32', 'model.onnx'],
    ['float16', 'model.fp16.onnx'],
    ['int8', 'model.int8.onnx'],
  ]))
    await exportFolder(source, join(folder, file), 'onnx', precision);
}

/** The evaluation rows of the run that `exportModel` made: `[texts, class id]` each. */
export async function evaluationRows(folder) {
  const run = await openRun(join(folder, 'run'));
  const job = jobOf(run, null);
  const { validation } = partsOf(await loadDataset(job.dataset, job.columns), job);
  return (await allRows(validation)).map(({ text, textPair, label }) => [
    textPair === null ? [text] : [text, textPair],
    run.record.head.labels.indexOf(String(label)),
  ]);
}

/** Our logits for rows of one or two texts (at most 128 tokens): per row `[labels]` or `[real tokens, labels]`. */
export async function logits(folder, texts) {
  const model = await openModel(folder);
  const head = trainedHead(model);
  const bert = new BertModel(
    model.config,
    await trainedWeights(model, head),
    await openInferenceDevice('cpu', null),
  );
  const encodings = texts.map((row) =>
    model.tokenizer.encode(row.length === 2 ? row : row[0], {
      truncation: 'longest_first',
      maxLength: MAX_LENGTH,
    }),
  );
  const width = head.task === 'fill-mask' ? model.config.vocab_size : head.labels.length;
  const rowsOf = (values) =>
    Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
  try {
    if (head.task === 'text-classification') return rowsOf(await bert.sequenceLogits(head, encodings));
    const positions = encodings.map(({ inputIds }) => [...inputIds.keys()]);
    const rows = rowsOf(await bert.tokenLogits(head, encodings, positions));
    return positions.map((own) => rows.splice(0, own.length));
  } finally {
    await bert.dispose();
  }
}

/**
 * Trains without dropout and with the rows in file order, from the classifier `head` ({ file, prefix }, bias 0).
 * `data` is MRPC's folder; `args` are TrainingArguments. Resolves with one { loss, grad_norm, learning_rate } a step.
 */
export async function trainMrpc({ data, head: { file, prefix }, args: given }) {
  const args = parseTrainingArguments({
    per_device_train_batch_size: 16,
    save_strategy: 'no',
    train_sampling_strategy: 'sequential',
    ...given,
  });
  const model = await openModel(SMALL_MODEL);
  const dataset = await loadDataset(data);
  const head = headFor(dataset);
  const { rows, file: source } = dataset.splits.train;
  const examples = await allRows(rows);
  const { engine } = await openTrainingEngine(
    { ...model, config: { ...model.config, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 } },
    { ...setupOf(args, { head, labelCounts: [] }), device: 'cpu' },
  );
  const tensors = await SafetensorsFile.open(file);
  const start = async (name, value) => {
    const { shape } = engine.parameters.find((parameter) => parameter.name === name);
    await engine.restore([{ name, shape, value, m: null, v: null }]);
  };
  await start('classifier.weight', await tensors.read(`${prefix}classifier.weight`));
  await start('classifier.bias', new Float32Array(head.labels.length));
  await tensors.close();
  const steps = [];
  const trainer = new Trainer({
    engine,
    args,
    head,
    train: encodeExamples(examples, model.tokenizer, head, MAX_LENGTH, source).source,
    evaluation: null,
    checkpoints: null,
    callbacks: [{ onStepEnd: (step) => void steps.push(step) }],
  });
  await trainer.train();
  await engine.dispose();
  return steps.map(({ loss, grad_norm, learning_rate }) => ({ loss, grad_norm, learning_rate }));
}
