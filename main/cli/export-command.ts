import { type Command, Option } from 'commander';
import type { Precision } from '../../app/onnx/stored-weights.ts';
import { exportModel } from '../services/export.ts';
import { print } from './output.ts';

interface ExportOptions {
  readonly format: 'huggingface' | 'onnx';
  readonly precision: Precision;
}

export function addExportCommand(program: Command): void {
  program
    .command('export <run|folder> <target>')
    .description('Write a fine-tuned model for other programs: a Hugging Face folder, or one ONNX file.')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(['huggingface', 'onnx'])
        .default('huggingface'),
    )
    .addOption(
      new Option('--precision <type>', 'how to store weights')
        .choices(['float32', 'float16', 'int8'])
        .default('float32'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npm start -- export runs/reviews-1 my-model\n  npm start -- export runs/reviews-1 my-model.onnx --format onnx --precision int8',
    )
    .action(async (source: string, target: string, { format, precision }: ExportOptions) => {
      await exportModel(source, target, format, precision);
      print(`Wrote ${target}.`);
    });
}
