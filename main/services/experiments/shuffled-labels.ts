import { join } from 'node:path';
import type { RawExample } from '../../../app/data/raw-example.ts';
import { allRows } from '../../../app/data/rows.ts';
import { RandomStream } from '../../../app/random.ts';
import { writeFileAtomic } from '../../storage/atomic.ts';
import { loadDataset } from '../../storage/datasets.ts';
import { partsOf } from '../../workers/training-data.ts';
import type { TrainingJob } from '../../workers/training-job.ts';

/**
 * The same job on the same rows, where the labels of the training rows have changed places among them. Evaluation rows
 * are those the job would have and keep their labels.
 *
 * @param folder where both splits are written.
 */
export async function withShuffledLabels(job: TrainingJob, folder: string): Promise<TrainingJob> {
  const rows = partsOf(await loadDataset(job.dataset, job.columns), job);
  const [train, validation] = [await allRows(rows.train), await allRows(rows.validation)];
  const labels = train.map(({ label }) => label);
  new RandomStream(job.args.seed, SHUFFLE).shuffle(labels);
  await writeFileAtomic(join(folder, 'train.jsonl'), linesOf(train, labels));
  await writeFileAtomic(
    join(folder, 'validation.jsonl'),
    linesOf(
      validation,
      validation.map(({ label }) => label),
    ),
  );
  return { ...job, dataset: folder, columns: {} };
}

/** Keeps this stream apart from the others of the same seed. */
const SHUFFLE = 0x5f1e;

function linesOf(rows: readonly RawExample[], labels: readonly RawExample['label'][]): string {
  return rows
    .map(({ text, textPair }, i) => {
      const texts = textPair === null ? { text } : { sentence1: text, sentence2: textPair };
      return `${JSON.stringify({ ...texts, label: labels[i] })}\n`;
    })
    .join('');
}
