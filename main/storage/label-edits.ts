import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic.ts';
import type { SplitName } from './dataset-layout.ts';
import { readJsonFile } from './json-file.ts';
import { userFolder } from './paths.ts';

const VERSION = 2;
const schema = z.object({
  /** The first knew single labels only. */
  version: z.union([z.literal(1), z.literal(VERSION)]),
  edits: z.array(
    z.object({
      split: z.enum(['train', 'validation', 'test']),
      row: z.int().nonnegative(),
      /** Of rows with any number of labels all of them; of words one tag each. */
      label: z.union([z.string(), z.array(z.string())]).optional(),
      /** Neither learnt from nor judged on. */
      left_out: z.literal(true).optional(),
    }),
  ),
});

const FORMAT = { holds: 'the labels edited by hand', version: VERSION, schema };

/** What a person says of one row instead of what its file says. */
export type RowEdit = z.output<typeof schema>['edits'][number];
export type GivenLabel = NonNullable<RowEdit['label']>;

const fileOf = (dataset: string) => join(userFolder(), 'label-edits', `${dataset}.json`);

/**
 * Labels a person gave instead of the file's and rows they left out, kept beside it.
 *
 * @throws StudioError `damaged_file`, `newer_format` naming the file, which stays as it is.
 */
export async function readLabelEdits(dataset: string): Promise<readonly RowEdit[]> {
  return (await readJsonFile(fileOf(dataset), FORMAT))?.edits ?? [];
}

/** One after the other, so that no edit overtakes another. */
let last: Promise<void> = Promise.resolve();

function afterOthers(work: () => Promise<void>): Promise<void> {
  const edit = last.then(work);
  last = edit.catch(() => {});
  return edit;
}

/** @param label null takes the file's own label again. */
export function editLabel(
  dataset: string,
  split: SplitName,
  row: number,
  label: GivenLabel | null,
): Promise<void> {
  return afterOthers(() =>
    changeRow(dataset, split, row, ({ label: _, ...edit }) => (label === null ? edit : { ...edit, label })),
  );
}

/** Leaves a row out of training and validation, or takes it in again. */
export function leaveOut(dataset: string, split: SplitName, row: number, isLeftOut: boolean): Promise<void> {
  return afterOthers(() =>
    changeRow(dataset, split, row, ({ left_out: _, ...edit }) =>
      isLeftOut ? { ...edit, left_out: true } : edit,
    ),
  );
}

async function changeRow(
  dataset: string,
  split: SplitName,
  row: number,
  change: (edit: RowEdit) => RowEdit,
): Promise<void> {
  const all = await readLabelEdits(dataset);
  const isIt = (edit: RowEdit) => edit.split === split && edit.row === row;
  const changed = change(all.find(isIt) ?? { split, row });
  const others = all.filter((edit) => !isIt(edit));
  const says = changed.label !== undefined || changed.left_out;
  const edits = says ? [...others, changed] : others;
  await writeFileAtomic(fileOf(dataset), JSON.stringify({ version: VERSION, edits }, null, 1));
}
