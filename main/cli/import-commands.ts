import type { Command } from 'commander';
import type { SnapshotProgress } from '../hub/snapshot.ts';
import { importDatasetFrom, importModelFrom } from '../services/import-sources.ts';
import { addColumnOptions, type ColumnOptions, columnsFrom } from './column-options.ts';
import { duration, type JsonOption, megabytes, print, printJson } from './output.ts';

interface ImportOptions extends JsonOption {
  readonly name?: string;
  readonly revision?: string;
  readonly endpoint?: string;
}

/** models import and datasets import: from a folder, a zip, or the Hugging Face Hub. */
export function addImportCommands(datasets: Command, models: Command): void {
  fromHub(models.command('import <folder|zip|hub-id>'))
    .description('Check a Hugging Face model and copy it among your models.')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start -- models import ./my-model\n  npm start -- models import google-bert/bert-base-uncased --name bert-float32',
    )
    .action(async (source: string, { json, ...options }: ImportOptions) => {
      const model = await cancellable((signal) => importModelFrom(source, { ...options, ...shown(signal) }));
      if (json) printJson(model);
      else print(`Imported as ${model.name} (${model.folder}).`);
    });
  addColumnOptions(fromHub(datasets.command('import <file|folder|zip|hub-id> [configuration]')))
    .description('Check a dataset and keep it among your own.')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start -- datasets import reviews.zip --label-column stars\n  npm start -- datasets import nyu-mll/glue mrpc',
    )
    .action(
      async (
        source: string,
        configuration: string | undefined,
        { json, ...options }: ImportOptions & ColumnOptions,
      ) => {
        const columns = columnsFrom(options);
        const name = await cancellable((signal) =>
          importDatasetFrom(source, configuration ?? null, { ...options, columns, ...shown(signal) }),
        );
        if (json) printJson({ name });
        else print(`Kept as ${name}: npm start -- train --data ${name}`);
      },
    );
}

function fromHub(command: Command): Command {
  return command
    .option('--name <name>', 'its name here')
    .option('--revision <revision>', 'branch, tag or commit on the Hub (default: main)')
    .option('--endpoint <url>', 'a mirror of the Hub (default: HF_ENDPOINT, or https://huggingface.co)')
    .option('--json', 'as JSON');
}

/** Ctrl-C ends the download; what arrived stays for the next time. */
async function cancellable<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const cancelling = new AbortController();
  const cancel = () => cancelling.abort();
  process.once('SIGINT', cancel);
  try {
    return await work(cancelling.signal);
  } finally {
    process.off('SIGINT', cancel);
    if (process.stderr.isTTY) process.stderr.write('\x1b[2K\r');
  }
}

function shown(signal: AbortSignal) {
  return { signal, ...(process.stderr.isTTY ? { onProgress: showProgress } : {}) };
}

function showProgress({ file, done, total, bytesPerSecond, secondsLeft }: SnapshotProgress): void {
  const speed = bytesPerSecond === null ? '' : `  ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`;
  process.stderr.write(`\x1b[2K\r${file}  ${megabytes(done)} of ${megabytes(total)}${speed}${left}`);
}
