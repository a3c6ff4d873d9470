import type { Command } from 'commander';
import { giveLabelNames, labelNamesOf } from '../services/label-names.ts';
import { type JsonOption, print, printJson, table } from './output.ts';

/** datasets label-names. */
export function addLabelNamesCommand(datasets: Command): void {
  datasets
    .command('label-names <name|path> [label=name...]')
    .description(
      'What the labels of a dataset are called; names them where names are given. The file stays as it is.',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start -- datasets label-names my-pairs\n  npm start -- datasets label-names my-pairs 0=different 1=equivalent',
    )
    .action(async (name: string, given: readonly string[], { json }: JsonOption) => {
      const labels = given.length > 0 ? await giveLabelNames(name, given) : await labelNamesOf(name);
      if (json) return printJson(labels);
      const rows = labels.map((each) => [each.label, each.name, String(each.count)]);
      print(table([['in the file', 'name', 'count'], ...rows]));
    });
}
