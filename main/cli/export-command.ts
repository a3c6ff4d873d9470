import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { StudioError } from '../../app/errors.ts';
import type { Precision } from '../../app/onnx/stored-weights.ts';
import { exportModel } from '../services/export.ts';
import { checkOutputFile } from '../services/output-file.ts';
import { exportPythonScript } from '../services/python-export.ts';
import { type JsonOption, print, printJson } from './output.ts';

type Format = 'huggingface' | 'onnx' | 'python';

interface ExportOptions extends JsonOption {
  readonly format?: Format;
  readonly precision?: Precision;
  readonly overwrite?: true;
}

export function addExportCommand(program: Command): void {
  program
    .command('export <run|folder> <target>')
    .description(
      'Write a fine-tuned model for other programs: a Hugging Face folder, one ONNX file, or the Python script that does the same run.',
    )
    .addOption(
      new Option(
        '--format <format>',
        'what to write (default: as the target ends: .onnx, .py, else a Hugging Face folder)',
      ).choices(['huggingface', 'onnx', 'python']),
    )
    .addOption(
      new Option('--precision <type>', 'how to store weights (default: float32)').choices([
        'float32',
        'float16',
        'int8',
      ]),
    )
    .option('--overwrite', 'replace a file that is there (not a folder)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- export runs/reviews-1 my-model
  npm start -- export runs/reviews-1 my-model.onnx --precision int8
  npm start -- export runs/reviews-1 reviews.py`,
    )
    .action(async (source: string, target: string, options: ExportOptions) => {
      const { format = formatOf(target), precision, overwrite = false, json } = options;
      if (format !== 'huggingface') await checkOutputFile(target, overwrite);
      if (format === 'python') {
        if (precision) {
          throw new StudioError('invalid_arguments', '--precision is of weights; a Python script has none.');
        }
        await exportPythonScript(source, target);
      } else await exportModel(source, target, format, precision ?? 'float32');
      if (json) printJson({ format, path: resolve(target) });
      else print(`Wrote ${target}.`);
    });
}

function formatOf(target: string): Format {
  if (/\.onnx$/i.test(target)) return 'onnx';
  return /\.py$/i.test(target) ? 'python' : 'huggingface';
}
