import type { DatasetView } from '../../../../app/contract/datasets.ts';
import { fineTunePython, type GivenArguments } from '../../../../app/lessons/cells/fine-tune.ts';

/** The Python of a run of the lesson on a dataset; null until the dataset is read. */
export function runPython(model: string, view: DatasetView | null, changed: GivenArguments): string | null {
  if (!view) return null;
  const labels = view.labels.map(({ label }) => label).sort();
  return fineTunePython(
    model,
    {
      file: `${view.id}.tsv`,
      columns: view.columns,
      head: { task: 'text-classification', problemType: 'single_label_classification', labels },
    },
    changed,
  );
}
