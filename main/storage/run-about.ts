import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic.ts';

/** What a person says of a run. Not in run.json, which belongs to the process that trains. */
export interface RunAbout {
  /** Null where they gave none. */
  readonly name: string | null;
  readonly note: string;
  /** What they predicted before the start, as a share from 0 to 1. */
  readonly guess: number | null;
}

const FILE = 'about.json';
const NOTHING: RunAbout = { name: null, note: '', guess: null };

/** A file that is missing or cannot be read says nothing; it is never what keeps a run from being opened. */
export async function readAbout(folder: string): Promise<RunAbout> {
  try {
    const { name, note, guess } = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Partial<RunAbout>;
    return {
      name: typeof name === 'string' ? name : null,
      note: typeof note === 'string' ? note : '',
      guess: typeof guess === 'number' ? guess : null,
    };
  } catch {
    return NOTHING;
  }
}

/** @throws StudioError `disk_full`, `unwritable`. */
export async function writeAbout(folder: string, changes: Partial<RunAbout>): Promise<void> {
  const about = { ...(await readAbout(folder)), ...changes };
  await writeFileAtomic(join(folder, FILE), `${JSON.stringify(about, null, 2)}\n`);
}
