import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTinyModel } from '../support/tiny-model.ts';
import { studio } from './command-line.ts';

/** Rows of the small dataset: 40 with each label, told apart by one word. */
export const SMALL_ROWS = Array.from({ length: 80 }, (_, i) => ({
  label: i % 2 === 0 ? 'negative' : 'positive',
  text: `${'a '.repeat(1 + (i % 3))}${i % 2 === 0 ? 'bad' : 'good'} day${i % 5 === 0 ? 's' : ''}`,
  id: String(i),
}));

export function csvOf(rows: readonly Readonly<Record<string, string>>[]): string {
  return `${[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].map((line) => line.join(',')).join('\n')}\n`;
}

/** A tiny model (`tiny`) and a small dataset (`small.csv`) in `folder`, and the arguments that train one on the other. */
export async function writeTinyTask(folder: string): Promise<readonly string[]> {
  await writeTinyModel(join(folder, 'tiny'));
  writeFileSync(join(folder, 'small.csv'), csvOf(SMALL_ROWS));
  return ['--model=tiny', '--data=small.csv', '--max_seq_length=24', '--threads=1'];
}

/** Trains the tiny model into the folder `name` until it tells the two labels apart. */
export async function trainTinyRun(folder: string, name: string, ...more: readonly string[]): Promise<void> {
  const task = await writeTinyTask(folder);
  const settings = ['--learning_rate=0.003', '--per_device_train_batch_size=4', '--seed=5'];
  const args = ['--num_train_epochs=14', ...settings, `--output_dir=${name}`, ...more];
  const { code, err } = studio(folder, 'train', ...task, ...args);
  if (code !== 0) throw new Error(`train ended with ${code}: ${err}`);
}
