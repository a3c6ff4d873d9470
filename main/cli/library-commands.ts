import type { Command } from 'commander';
import { labelsOf } from '../services/datasets.ts';
import { listDatasets, loadDataset } from '../storage/datasets.ts';
import { listModels, openModel } from '../storage/models.ts';
import { addCheckCommand } from './check-command.ts';
import { addImportCommands } from './import-commands.ts';
import { addLabelNamesCommand } from './label-names-command.ts';
import { type JsonOption, megabytes, print, printJson, table } from './output.ts';

/** datasets and models: what there is. */
export function addLibraryCommands(program: Command, setExitCode: (code: number) => void): void {
  const datasets = program
    .command('datasets')
    .description('The datasets that come with the program, and your own.')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- datasets list
  npm start -- datasets show reviews
  npm start -- datasets check my.csv --label-column stars`,
    );
  datasets
    .command('list')
    .description('Embedded and imported datasets.')
    .option('--json', 'as JSON')
    .action(printDatasets);
  datasets
    .command('show <name|path>')
    .description('The card, the columns, the labels and the first rows.')
    .option('--json', 'as JSON')
    .action(showDataset);
  addCheckCommand(datasets, setExitCode);
  addLabelNamesCommand(datasets);

  const models = program
    .command('models')
    .description('The models that come with the program, and imported ones.')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- models list
  npm start -- models show all-MiniLM-L6-v2
  npm start -- models import ./my-model`,
    );
  models
    .command('list')
    .description('Embedded and imported models.')
    .option('--json', 'as JSON')
    .action(printModels);
  models
    .command('show <name|folder>')
    .description('What a model is.')
    .option('--json', 'as JSON')
    .action(showModel);
  addImportCommands(datasets, models);
}

async function printDatasets({ json }: JsonOption): Promise<void> {
  const all = await listDatasets();
  if (json) return printJson(all);
  print(
    table([['name', 'rows', 'task'], ...all.map(({ name, card }) => [name, String(card.rows), card.task])]),
  );
}

async function showDataset(nameOrPath: string, { json }: JsonOption): Promise<void> {
  const dataset = await loadDataset(nameOrPath);
  const { columns, card, splits } = dataset;
  const labels = labelsOf(dataset);
  if (json) return printJson({ columns, card, labels, splits: Object.keys(splits) });
  if (card)
    print(`${card.title}. ${card.description}\n${card.origin} ${card.licence}.\nLimits: ${card.limits}\n`);
  print(`task: ${columns.task}`);
  for (const [split, loaded] of Object.entries(splits)) print(`${split}: ${loaded.rows.length} rows`);
  if (labels.length > 0)
    print(`\n${table([['label', 'count'], ...labels.map(({ label, count }) => [label, String(count)])])}`);
  const { rows } = Object.values(splits)[0]!;
  const first = await rows.read([0, 1, 2].slice(0, rows.length));
  for (const { text, textPair, label } of first) {
    print(`\n${text}${textPair === null ? '' : `\n${textPair}`}${label === null ? '' : `\n-> ${label}`}`);
  }
}

async function printModels({ json }: JsonOption): Promise<void> {
  const all = await listModels();
  if (json) return printJson(all);
  const rows = all.map(({ name, origin, bytes, card }) => [
    name,
    origin,
    megabytes(bytes),
    card?.weights ?? '',
  ]);
  print(table([['name', 'origin', 'size', 'weights'], ...rows]));
}

async function showModel(name: string, { json }: JsonOption): Promise<void> {
  const { config, card, checkpointHead } = await openModel(name);
  if (json) return printJson({ config, card, head: checkpointHead });
  if (card)
    print(`${card.title}: ${card.description}\n${card.weights}, ${card.licence}. ${card.recommendation}\n`);
  const { architecture, labels } = checkpointHead;
  const facts = Object.entries({ architecture, labels: labels?.join(', '), ...config });
  const told = facts.filter(([, value]) => value !== null && value !== undefined);
  print(table([['setting', 'value'], ...told.map(([key, value]) => [key, String(value)])]));
}
