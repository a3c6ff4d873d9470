import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic.ts';
import type { SplitName } from './dataset-layout.ts';
import { readJsonFile } from './json-file.ts';
import { userFolder } from './paths.ts';

const VERSION = 1;
const schema = z.object({
  version: z.literal(VERSION),
  edits: z.array(
    z.object({
      split: z.enum(['train', 'validation', 'test']),
      row: z.int().nonnegative(),
      label: z.string(),
    }),
  ),
});

const FORMAT = { holds: 'the labels edited by hand', version: VERSION, schema };

export type LabelEdit = z.output<typeof schema>['edits'][number];

const fileOf = (dataset: string) => join(userFolder(), 'label-edits', `${dataset}.json`);

/**
 * Labels a person gave instead of the file's, kept beside it.
 *
 * @throws StudioError `damaged_file`, `newer_format` naming the file, which stays as it is.
 */
export async function readLabelEdits(dataset: string): Promise<readonly LabelEdit[]> {
  return (await readJsonFile(fileOf(dataset), FORMAT))?.edits ?? [];
}

/** One after the other, so that no edit overtakes another. */
let last: Promise<void> = Promise.resolve();

/** @param label null takes the file's own label again. */
export function editLabel(
  dataset: string,
  split: SplitName,
  row: number,
  label: string | null,
): Promise<void> {
  const edit = last.then(() => writeEdit(dataset, split, row, label));
  last = edit.catch(() => {});
  return edit;
}

async function writeEdit(
  dataset: string,
  split: SplitName,
  row: number,
  label: string | null,
): Promise<void> {
  const others = (await readLabelEdits(dataset)).filter((edit) => edit.split !== split || edit.row !== row);
  const edits = label === null ? others : [...others, { split, row, label }];
  await writeFileAtomic(fileOf(dataset), JSON.stringify({ version: VERSION, edits }, null, 1));
}
