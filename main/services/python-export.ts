import { resolve } from 'node:path';
import { detectDialect, detectFormat } from '../../app/data/formats/detect.ts';
import { StudioError } from '../../app/errors.ts';
import { pythonScript } from '../../app/training/python-script.ts';
import type { ScriptFile } from '../../app/training/python-script-data.ts';
import { writeFileAtomic } from '../storage/atomic.ts';
import { findSplitFiles, type SplitFile } from '../storage/dataset-layout.ts';
import { loadDataset } from '../storage/datasets.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { readSample } from '../storage/text-file.ts';
import { dataOptionsOf, requireRun } from './recorded-run.ts';

/**
 * Writes the Python script that does a run again with transformers' Trainer.
 *
 * @param source the run's folder, or one of its checkpoints.
 * @throws StudioError `not_a_run`, whatever is wrong with the run's model or data, `unwritable`, `disk_full`.
 */
export async function exportPythonScript(source: string, target: string): Promise<void> {
  const { record } = await requireRun(source, 'only a run has settings to write a script of');
  const { columns, validationShare } = dataOptionsOf(record);
  const dataset = await loadDataset(record.dataset.name, columns);
  const { files } = await findSplitFiles(dataset.path);
  const filesOf = (split: SplitFile['split']) =>
    Promise.all(files.filter((file) => file.split === split).map(asRead));
  const script = pythonScript({
    ...originalOf(await openModel(record.model)),
    head: record.head,
    data: {
      columns: dataset.columns,
      train: await filesOf('train'),
      validation: await filesOf('validation'),
      validationShare,
      byHand: { labels: record.dataset.edited_labels ?? 0, leftOut: record.dataset.left_out ?? 0 },
    },
    args: record.args,
    outputDir: `${record.name}-python`,
  });
  await writeFileAtomic(resolve(target), script);
}

/** How a file is read, which its ending alone does not say. */
async function asRead({ path, format: promised }: SplitFile): Promise<ScriptFile> {
  if (promised === 'parquet' || promised === 'folder') return { path, format: promised, dialect: null };
  const sample = await readSample(path);
  const format = detectFormat(promised, sample);
  const delimited = format === 'csv' || format === 'tsv';
  return { path, format, dialect: delimited ? detectDialect(format, sample, path) : null };
}

/** What transformers opens in place of a run's model. */
function originalOf({ card, folder, rawConfig }: ModelFolder): { model: string; modelNote: string | null } {
  if (card) {
    const modelNote = `The original; BERT Studio has it stored as ${card.weights}, so the last digits differ.`;
    return { model: card.hub, modelNote };
  }
  if (rawConfig.quantization_config) {
    throw new StudioError(
      'quantized_model',
      `${folder} has 8-bit weights that transformers cannot open, so no script can start from it. Train from the model's original.`,
      { details: { folder } },
    );
  }
  return { model: folder, modelNote: null };
}
