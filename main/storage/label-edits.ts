import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { writeFileAtomic } from './atomic.ts';
import type { SplitName } from './dataset-layout.ts';
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

export type LabelEdit = z.output<typeof schema>['edits'][number];

const fileOf = (dataset: string) => join(userFolder(), 'label-edits', `${dataset}.json`);

/**
 * Labels a person gave instead of the file's, kept beside it.
 *
 * @throws StudioError `broken_overlay` naming the file, which stays as it is.
 */
export async function readLabelEdits(dataset: string): Promise<readonly LabelEdit[]> {
  const file = fileOf(dataset);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw broken(file, cause);
  }
  try {
    return schema.parse(JSON.parse(text)).edits;
  } catch (cause) {
    throw broken(file, cause);
  }
}

/** @param label null takes the file's own label again. */
export async function editLabel(
  dataset: string,
  split: SplitName,
  row: number,
  label: string | null,
): Promise<void> {
  const others = (await readLabelEdits(dataset)).filter((edit) => edit.split !== split || edit.row !== row);
  const edits = label === null ? others : [...others, { split, row, label }];
  await writeFileAtomic(fileOf(dataset), JSON.stringify({ version: VERSION, edits }, null, 1));
}

function broken(file: string, cause: unknown): StudioError {
  return new StudioError(
    'broken_overlay',
    `${file} holds the labels edited by hand and cannot be read. Move it elsewhere to go on without them, or mend it.`,
    { cause, details: { file } },
  );
}
