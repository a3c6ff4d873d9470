// What the studio computes for each kind of lesson cell, and the Python that has to agree.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alwaysScores } from '../../dist/app/data/majority.js';
import { attentionPython } from '../../dist/app/lessons/cells/attention.js';
import { balancePython } from '../../dist/app/lessons/cells/balance.js';
import { beforeAfterPython } from '../../dist/app/lessons/cells/before-after.js';
import { bothSidesPython } from '../../dist/app/lessons/cells/both-sides.js';
import { fineTunePython, lessonRunArguments, scriptFileOf } from '../../dist/app/lessons/cells/fine-tune.js';
import {
  hideAWordPython,
  maskedTexts,
  readHidden,
  wordsOf,
} from '../../dist/app/lessons/cells/hide-a-word.js';
import { changedArgument } from '../../dist/app/lessons/cells/second-run.js';
import { tokensPython } from '../../dist/app/lessons/cells/tokens.js';
import { parsePoint } from '../../dist/app/runs/points.js';
import { exportModel } from '../../dist/main/services/export.js';
import { headFor, loadDataset } from '../../dist/main/storage/datasets.js';
import { ModelShelf } from '../../dist/main/workers/questions/model-shelf.js';
import { questionsOn } from '../../dist/main/workers/questions/questions.js';
import { train } from './train.mjs';

export { hubName } from '../../dist/app/lessons/cells/models.js';

const questions = questionsOn(new ModelShelf());
const NUMBERS = 1e-4;

/** Per cell: `{ what, code, expression, ours, limit }` for each thing to compare. `cells` are all of the lesson. */
export async function comparisonsOf(settings, cells, folder) {
  return KINDS[settings.kind](settings, cells, folder);
}

const KINDS = {
  async 'hide-a-word'({ sentence: marked, model }) {
    const { sentence, hidden } = readHidden(marked);
    const texts = maskedTexts(sentence, wordsOf(sentence)[hidden]);
    const code = hideAWordPython(model, texts);
    const shares = async (text) =>
      (await questions.fillMask({ model, text, top: 5, words: [] })).masks[0].map(
        ({ probability }) => probability,
      );
    return [
      {
        what: 'shares with both sides',
        code,
        expression: '[g["score"] for g in both_sides]',
        ours: await shares(texts.both),
        limit: NUMBERS,
      },
      {
        what: 'shares with the left side only',
        code,
        expression: '[g["score"] for g in left_only]',
        ours: await shares(texts.left),
        limit: NUMBERS,
      },
    ];
  },
  async tokens({ text, model }) {
    const { values, printed } = await questions.encode({ model, text });
    const code = tokensPython(model, text);
    const numbers = (output) => output.match(/-?\d+\.\d+/g).map(Number);
    const found =
      '[float(x) for x in __import__("re").findall(r"-?\\d+\\.\\d+", str(outputs.last_hidden_state))]';
    return [
      {
        what: 'last_hidden_state',
        code,
        expression: 'outputs.last_hidden_state[0].tolist()',
        ours: values,
        limit: NUMBERS,
      },
      { what: 'the printed numbers', code, expression: found, ours: numbers(printed), limit: 1.5 * NUMBERS },
    ];
  },
  async 'both-sides'({ start, endings, model }) {
    const { both, leftOnly } = await questions.compareContexts({ model, start, endings });
    const expression = '[both.tolist(), left_only.tolist()]';
    return [
      {
        what: 'cosines',
        code: bothSidesPython(model, start, endings),
        expression,
        ours: [both, leftOnly],
        limit: NUMBERS,
      },
    ];
  },
  async attention({ text, layer, head, model }) {
    const { attention } = await questions.attention({ model, text, layer });
    const code = attentionPython(model, text, { layer, head });
    return [
      { what: 'attention', code, expression: 'weights.tolist()', ours: attention[head - 1], limit: NUMBERS },
    ];
  },
  async balance({ share }) {
    const { accuracy, f1 } = alwaysScores(share / 100);
    return [
      {
        what: 'accuracy and F1',
        code: balancePython(share / 100),
        expression: '[accuracy, f1]',
        ours: [accuracy, f1],
        limit: 1e-9,
      },
    ];
  },
  async 'fine-tune'(settings, _, folder) {
    return trained(settings, {}, join(folder, 'run'));
  },
  async 'find-names'(settings, _, folder) {
    return trained(settings, {}, join(folder, 'run-names'), 'f1');
  },
  async 'second-run'(settings, cells, folder) {
    return trained(runOf(settings, cells), changedArgument(settings), join(folder, `run-${settings.id}`));
  },
  async 'before-after'(settings, cells, folder) {
    const run = join(folder, 'run');
    trainCell(runOf(settings, cells), {}, run);
    const exported = join(folder, 'exported-run');
    if (!existsSync(exported)) await exportModel(run, exported, 'huggingface', 'float32');
    const { examples } = pointsOf(run).find((point) => point.kind === 'watched');
    const inputs = examples.map(({ text, pair }) => ({ text, ...(pair === null ? {} : { pair }) }));
    const { rows } = await questions.predict({ model: exported, inputs });
    const byLabel = (scores) =>
      [...scores].sort((a, b) => (a.label < b.label ? -1 : 1)).map(({ score }) => score);
    return [
      {
        what: 'probabilities of the trained model',
        code: beforeAfterPython('exported-run', examples),
        expression: '[[s["score"] for s in sorted(a, key=lambda s: s["label"])] for a in answers]',
        ours: rows.map((row) => row.kind === 'labels' && byLabel(row.scores)),
        limit: NUMBERS,
      },
    ];
  },
};

function runOf({ of }, cells) {
  return cells.find(({ settings }) => settings.id === of).settings;
}

/** The whole run on both sides. Random numbers differ, so figures agree as those of two draws of the rows do. */
async function trained(settings, change, run, metric = 'accuracy') {
  const { dataset, model } = settings;
  trainCell(settings, change, run);
  const { report } = pointsOf(run).findLast((point) => point.kind === 'evaluation');
  const { columns, ...loaded } = await loadDataset(dataset);
  const head = headFor({ columns, ...loaded });
  const ours = report.metrics[metric];
  const [low, high] = report.intervals[metric];
  return [
    {
      what: `${metric} after the last epoch, here ${ours.toFixed(3)} on ${report.count} ${report.unit}`,
      code: fineTunePython(
        model,
        { file: scriptFileOf(dataset, head), columns, head },
        changesOf(settings, change),
      ),
      expression: `trainer.evaluate()["eval_${metric}"]`,
      ours,
      // As far as two draws of the rows may lie apart, each with its 95 % interval.
      limit: Number(((Math.SQRT2 * (high - low)) / 2).toFixed(4)),
    },
  ];
}

/** Unless the run is there already. */
function trainCell(settings, change, run) {
  if (existsSync(run)) return;
  const { dataset, model } = settings;
  train({ data: dataset, model, output_dir: run, ...lessonRunArguments(changesOf(settings, change)) });
}

function changesOf({ learning_rate, num_train_epochs }, change) {
  return {
    ...(learning_rate ? { learning_rate } : {}),
    ...(num_train_epochs ? { num_train_epochs } : {}),
    ...change,
  };
}

function pointsOf(run) {
  const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n');
  return lines.map(parsePoint).filter((point) => point !== null);
}
