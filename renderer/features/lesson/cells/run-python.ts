import type { DatasetView } from '../../../../app/contract/datasets.ts';
import {
  fineTunePython,
  type GivenArguments,
  scriptFileOf,
} from '../../../../app/lessons/cells/fine-tune.ts';
import type { HeadSpec } from '../../../../app/models/task.ts';

/** The Python of a run of the lesson on a dataset; null until the dataset is read. */
export function runPython(model: string, view: DatasetView | null, changed: GivenArguments): string | null {
  if (!view) return null;
  const { id, columns } = view;
  const task = columns.task === 'token-classification' ? columns.task : 'text-classification';
  const labels = view.labels.map(({ label }) => label).sort();
  const head: HeadSpec = { task, problemType: 'single_label_classification', labels };
  return fineTunePython(model, { file: scriptFileOf(id, head), columns, head }, changed);
}
