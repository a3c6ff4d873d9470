import { basename, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { counted } from '../../app/counted.ts';
import { TRAINING_DEVICE_CHOICES, type TrainingDeviceChoice } from '../../app/devices.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { compareRuns } from '../../app/runs/compare.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { areEntityTags } from '../../app/training/metrics/entities.ts';
import { jobOf } from '../services/recorded-run.ts';
import { userFolder } from '../storage/paths.ts';
import { findRuns, openRun } from '../storage/runs.ts';
import { followTraining } from './follow-training.ts';
import { duration, type JsonOption, print, printJson, shown, table, warn } from './output.ts';

interface ResumeOptions extends JsonOption {
  readonly checkpoint: string;
  readonly device?: TrainingDeviceChoice;
}

/** runs list, show, resume, compare. */
export function addRunCommands(program: Command, setExitCode: (code: number) => void): void {
  const runs = program
    .command('runs')
    .description('Runs and what came of them.')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- runs list
  npm start -- runs resume runs/reviews-all-MiniLM-L6-v2-1
  npm start -- runs compare runs/reviews-all-MiniLM-L6-v2-1 runs/reviews-all-MiniLM-L6-v2-2`,
    );
  runs
    .command('list')
    .description('The runs here, in the folder "runs", and those of the window.')
    .option('--folder <folder>', 'those in another folder alone')
    .option('--json', 'as JSON')
    .action(listRuns);
  runs
    .command('show <folder>')
    .description('The record of one run.')
    .option('--json', 'as JSON')
    .action(showRun);
  runs
    .command('resume <folder>')
    .description(
      'Go on with a run from its last checkpoint; the result is what it would have been without the break.',
    )
    .option('--checkpoint <name>', 'another checkpoint', 'last')
    .addOption(
      new Option('--device <device>', 'where to go on (default: where it was)').choices(
        TRAINING_DEVICE_CHOICES,
      ),
    )
    .option('--json', 'one JSON object a line')
    .action(async (folder: string, { checkpoint, device, json }: ResumeOptions) => {
      const run = await openRun(folder);
      setExitCode(await followTraining(jobOf(run, checkpoint, device), { json: json === true }));
    });
  runs
    .command('compare <folders...>')
    .description('Settings that differ and the metrics of several runs.')
    .option('--json', 'as JSON')
    .action(compare);
}

async function listRuns({ folder, json }: JsonOption & { folder?: string }): Promise<void> {
  const folders = folder === undefined ? [resolve('runs'), join(userFolder(), 'runs')] : [resolve(folder)];
  const found = (await Promise.all([...new Set(folders)].map(findRuns))).flat();
  const runs = found.flatMap((item) => ('run' in item ? [item.run] : []));
  for (const item of found) {
    if ('problem' in item) warn(`${styleText('yellow', 'Left out:')} ${item.problem}`);
  }
  if (json) return printJson(runs.map(({ folder: path, record }) => ({ folder: path, ...record })));
  if (found.length === 0)
    return print(`No runs in ${folders.map(shown).join(' or ')}. Start one with: npm start -- train`);
  const rows = runs.map(({ folder: path, record: { name, status, progress, head, last_metrics } }) => [
    basename(path) === name ? shown(path) : `${shown(path)} (${name})`,
    status,
    `${progress.global_step}/${progress.max_steps}`,
    ...scoreOf(head, last_metrics),
    duration(progress.elapsed_seconds),
  ]);
  if (rows.length > 0) print(table([['run', 'status', 'steps', 'metric', 'last', 'time'], ...rows]));
}

/** The one figure that says most of the last evaluation: by name and value. */
function scoreOf({ labels }: HeadSpec, { loss, ...others }: RunRecord['last_metrics']): [string, string] {
  const wanted = areEntityTags(labels) ? ['f1'] : ['accuracy', 'f1'];
  const name = [...wanted, ...Object.keys(others)].find((each) => each in others);
  return name === undefined ? ['', ''] : [name, figure(others[name])];
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? 'undefined' : value.toFixed(4);
}

async function showRun(folder: string, { json }: JsonOption): Promise<void> {
  const { record } = await openRun(folder);
  if (json) return printJson(record);
  const { name, status, created_at, model, dataset, device, threads, args, last_metrics, progress } = record;
  const facts = Object.entries({
    name,
    status,
    started: created_at,
    model,
    dataset: `${dataset.name}, ${counted(dataset.train_examples, 'row')} to learn from, ${dataset.eval_examples.toLocaleString('en')} to evaluate on`,
    device: device === 'cpu' ? `cpu, ${counted(threads, 'thread')}` : device,
    'best checkpoint': record.best_model_checkpoint,
    'last checkpoint': record.last_checkpoint,
  });
  print(table([['field', 'value'], ...facts.flatMap(([key, value]) => (value ? [[key, value]] : []))]));
  print(`\nstep ${progress.global_step} of ${progress.max_steps}, ${duration(progress.elapsed_seconds)}`);
  if (record.error) print(styleText('red', `Failed: ${record.error.message}`));
  const figures = Object.entries(last_metrics).map(([key, value]) => [key, figure(value)]);
  if (figures.length > 0) print(`\n${table([['metric', 'last evaluation'], ...figures])}`);
  const given = Object.entries(args).filter(([, value]) => value !== null);
  print(`\n${table([['argument', 'value'], ...given.map(([key, value]) => [key, String(value)])])}`);
}

async function compare(folders: string[], { json }: JsonOption): Promise<void> {
  if (folders.length < 2)
    throw new StudioError(
      'invalid_arguments',
      'Give two folders or more. `npm start -- runs show` tells of one.',
    );
  const opened = await Promise.all(folders.map(openRun));
  const compared = await Promise.all(
    opened.map(async ({ record, metrics }) => ({ record, points: await metrics.read() })),
  );
  const comparison = compareRuns(compared);
  if (json) return printJson(comparison);
  const names = opened.map(({ record }) => record.name);
  const settings = comparison.settings.map(({ name, values }) => [
    name,
    ...values.map((value) => value ?? ''),
  ]);
  if (settings.length === 0) print('Their settings are the same.');
  else print(table([['setting', ...names], ...settings]));
  const metrics = comparison.metrics.map(({ name, values }) => [
    name,
    ...values.map((value) => (value ? `${value.last.toFixed(4)} (best ${value.best.toFixed(4)})` : '')),
  ]);
  if (metrics.length > 0) print(`\n${table([['metric, last', ...names], ...metrics])}`);
}
