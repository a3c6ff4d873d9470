import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { writeFileAtomic } from './atomic.ts';
import { checkJsonFile, readJsonFile, readOrSetAside, setAside } from './json-file.ts';
import { userFolder } from './paths.ts';

const FORMAT = {
  holds: 'what is kept for you',
  version: 1,
  schema: z.object({ format: z.literal(1), value: z.json() }),
};

/** Writes of one key wait for each other, so that nothing is written between a comparison and its write. */
const writing = new Map<string, Promise<unknown>>();

/**
 * What is kept for a person under a key; null where nothing is yet.
 *
 * @throws StudioError `damaged_file`, `newer_format`: the file is left as it is until someone calls `setAsideKept`.
 */
export async function readKept(key: string): Promise<unknown> {
  return (await readJsonFile(keptFile(key), FORMAT))?.value ?? null;
}

/** As `readKept`, of what the schema says. @throws StudioError the same where it is something else. */
export async function readKeptAs<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  return checkKept(key, await readKept(key), schema);
}

/** What was read, if it is what the schema says. */
export function checkKept<Schema extends z.ZodType>(
  key: string,
  value: unknown,
  schema: Schema,
): z.output<Schema> | null {
  return value === null ? null : checkJsonFile(keptFile(key), value, { ...FORMAT, schema });
}

/**
 * @param was what the writer had read; without it whatever is kept is replaced.
 * @throws StudioError `kept_changed` where something else is kept by now; `damaged_file`, `newer_format` where what is kept
 * cannot be read, which stays as it is; `disk_full`, `unwritable`.
 */
export async function writeKept(key: string, value: unknown, was?: unknown): Promise<void> {
  await changeKept(key, (kept) => {
    if (was === undefined || JSON.stringify(kept) === JSON.stringify(was)) return value;
    throw new StudioError('kept_changed', `${key} was changed elsewhere meanwhile. Read it and try again.`);
  });
}

/**
 * Keeps what `change` makes of what is kept, null where nothing is yet. @returns what is kept now.
 *
 * @throws StudioError as `writeKept`, and what `change` throws.
 */
export function changeKept<Value>(key: string, change: (kept: unknown) => Value): Promise<Value> {
  const write = async () => {
    // Read in any case: what cannot be read is not to be written over.
    const value = change(await readKept(key));
    await writeFileAtomic(keptFile(key), `${JSON.stringify({ format: 1, value })}\n`);
    return value;
  };
  const turn = (writing.get(key) ?? Promise.resolve()).then(write, write);
  writing.set(key, turn);
  return turn;
}

/** Something small that nobody misses for long: what cannot be read of it is set aside, and it begins anew. */
export interface KeptAnew<Value> {
  /** Null where nothing is kept, or nothing that can be read. */
  read(): Promise<Value | null>;
  /** Keeps what `make` makes of what is kept. @throws StudioError as `writeKept`. */
  change(make: (kept: Value | null) => Value): Promise<Value>;
}

export function keptAnew<Value>(key: string, schema: z.ZodType<Value>): KeptAnew<Value> {
  const value = FORMAT.schema
    .transform(({ value }) => value)
    .pipe(schema as z.ZodType<Value, z.core.util.JSONType>);
  const read = () => readOrSetAside(keptFile(key), { ...FORMAT, schema: value });
  const change = async (make: (kept: Value | null) => Value) => {
    await read();
    return changeKept(key, (kept) => make(checkKept(key, kept, schema)));
  };
  return { read, change };
}

/** Renames what is kept, so that something new can be. @returns the new name. */
export function setAsideKept(key: string): Promise<string> {
  return setAside(keptFile(key));
}

function keptFile(key: string): string {
  return join(userFolder(), 'kept', `${key}.json`);
}
