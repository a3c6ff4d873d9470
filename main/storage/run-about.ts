import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic.ts';
import { readJsonFile, readJsonFileIfWhole, setAside } from './json-file.ts';

/** What a person says of a run. Not in run.json, which belongs to the process that trains. */
interface RunAbout {
  /** Null where they gave none. */
  readonly name: string | null;
  readonly note: string;
  /** What they predicted before the start, as a share from 0 to 1. */
  readonly guess: number | null;
}

const FILE = 'about.json';
const NOTHING: RunAbout = { name: null, note: '', guess: null };

const FORMAT = {
  holds: 'the name and the note of a run',
  version: 1,
  schema: z.object({
    name: z.string().nullable().catch(null),
    note: z.string().catch(''),
    guess: z.number().nullable().catch(null),
  }),
};

/** A file that is missing or cannot be read says nothing; it is never what keeps a run from being opened. */
export async function readAbout(folder: string): Promise<RunAbout> {
  return (await readJsonFileIfWhole(join(folder, FILE), FORMAT)) ?? NOTHING;
}

/** @throws StudioError `damaged_file`, `newer_format` where what is said cannot be read. */
export async function checkAbout(folder: string): Promise<void> {
  await readJsonFile(join(folder, FILE), FORMAT);
}

/** What cannot be read is set aside, not overwritten. @throws StudioError `disk_full`, `unwritable`. */
export async function writeAbout(folder: string, changes: Partial<RunAbout>): Promise<void> {
  const path = join(folder, FILE);
  const before = await readJsonFileIfWhole(path, FORMAT);
  if (before === undefined) await setAside(path);
  await writeFileAtomic(
    path,
    `${JSON.stringify({ format: 1, ...NOTHING, ...before, ...changes }, null, 2)}\n`,
  );
}
