import { constants } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { writeError } from './atomic.ts';

/** To open for reading: a pipe, of which nobody may write the other end, is empty instead of waited for. Windows has none. */
export const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

interface JsonFileFormat<Schema extends z.ZodType> {
  /** What it holds, in words, for errors: `the labels edited by hand`. */
  readonly holds: string;
  readonly schema: Schema;
  /** The newest version of the layout that can be read, as it stands in the field `version` or `format`. */
  readonly version: number;
}

/**
 * What a file of ours holds; null where there is none.
 *
 * @throws StudioError `newer_format`, `damaged_file`, naming the file, which is left as it is.
 */
export async function readJsonFile<Schema extends z.ZodType>(
  path: string,
  format: JsonFileFormat<Schema>,
): Promise<z.output<Schema> | null> {
  let text: string;
  try {
    text = await readFile(path, { encoding: 'utf8', flag: AT_ONCE });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw damaged(path, format.holds, (cause as Error).message, cause);
  }
  return parseJsonFile(path, text, format);
}

/** As `readJsonFile`, where what cannot be read is no reason to stop: undefined then, and null where there is no file. */
export function readJsonFileIfWhole<Schema extends z.ZodType>(
  path: string,
  format: JsonFileFormat<Schema>,
): Promise<z.output<Schema> | null | undefined> {
  return readJsonFile(path, format).catch((error: unknown) => {
    if (error instanceof StudioError) return undefined;
    throw error;
  });
}

/** As `readJsonFile`, of what can be made again: what cannot be read is set aside, as if there were none. */
export async function readOrSetAside<Schema extends z.ZodType>(
  path: string,
  format: JsonFileFormat<Schema>,
): Promise<z.output<Schema> | null> {
  return readJsonFile(path, format).catch(async (error: unknown) => {
    if (!(error instanceof StudioError)) throw error;
    // Where that cannot be, as on a read-only disk, nothing can be written over it either.
    await setAside(path).catch(() => {});
    return null;
  });
}

/** As `readJsonFile`, of a text that was read already. */
function parseJsonFile<Schema extends z.ZodType>(
  path: string,
  text: string,
  format: JsonFileFormat<Schema>,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, format.holds, 'it is no JSON', cause);
  }
  return checkJsonFile(path, value, format);
}

/** As `readJsonFile`, of a value that was read from it already. */
export function checkJsonFile<Schema extends z.ZodType>(
  path: string,
  value: unknown,
  { holds, schema, version }: JsonFileFormat<Schema>,
): z.output<Schema> {
  const found = versionOf(value);
  if (found !== null && found > version) {
    throw new StudioError(
      'newer_format',
      `${path} holds ${holds} as a newer BERT Studio writes them (format ${found}; this one reads up to ${version}). ` +
        'Use that version; the file is left as it is.',
      { details: { file: path } },
    );
  }
  let parsed: z.ZodSafeParseResult<z.output<Schema>>;
  try {
    parsed = schema.safeParse(value);
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged(path, holds, 'it is nested too deeply', cause);
    throw cause;
  }
  if (parsed.success) return parsed.data;
  throw damaged(path, holds, z.prettifyError(parsed.error).split('\n')[0]!, parsed.error);
}

/** In the names of files that were set aside, before the time. */
export const SET_ASIDE = '.set-aside-';

/**
 * Renames what cannot be read, so that something new can take its place and nothing is lost. @returns the new name.
 *
 * @throws StudioError `unwritable` where it has to stay.
 */
export async function setAside(path: string): Promise<string> {
  const aside = asideOf(path);
  await rename(path, aside).catch((error: unknown) => {
    throw writeError(path, error);
  });
  return aside;
}

/** The name that a file takes when it is set aside now. */
export function asideOf(path: string): string {
  return `${path}${SET_ASIDE}${new Date().toISOString().replaceAll(':', '-')}`;
}

function versionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null;
  const { format, version = format } = value as { format?: unknown; version?: unknown };
  return typeof version === 'number' ? version : null;
}

function damaged(path: string, holds: string, problem: string, cause: unknown): StudioError {
  return new StudioError(
    'damaged_file',
    `${path} holds ${holds} and cannot be read (${problem}). It is left as it is: put a copy back, or move it away to go on without it.`,
    { cause, details: { file: path } },
  );
}
