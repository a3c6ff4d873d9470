import { createHash } from 'node:crypto';
import { open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { makeFolder, removeAbandoned, TEMPORARY_PREFIX } from './atomic.ts';
import type { SplitFile } from './dataset-layout.ts';
import { setAside } from './json-file.ts';
import { cacheFolder } from './paths.ts';
import { type Column, RecordFile, writeRecordFile } from './record-file.ts';
import type { RecordWriter } from './record-writer.ts';

/** All caches together; beyond it those not used for longest go. */
const MOST_BYTES = 24 * 2 ** 30;
/** Of a file, what is looked at from either end to see whether it changed. */
const END_BYTES = 64 * 1024;

const folder = () => join(cacheFolder(), 'datasets');

type CacheKind = 'rows' | 'tokens' | 'near';

/**
 * Opens what was made before under `key`. Null where there is none, or none that can be read: that is set aside, to be made
 * anew.
 *
 * @param read makes of the records what the caller needs, and throws where they are not as they were written.
 */
export async function openCached<Value>(
  kind: CacheKind,
  key: string,
  read: (file: RecordFile) => Value,
): Promise<Value | null> {
  const path = pathOf(kind, key);
  let value: Value;
  try {
    const file = await RecordFile.open(path, key);
    if (file === null) return null;
    value = read(file);
  } catch {
    // The reason is of no use to a person; the file is named among what was set aside.
    await setAside(path).catch(() => {});
    return null;
  }
  // The time of last use decides what has to go first.
  await utimes(path, new Date(), new Date()).catch(() => {});
  return value;
}

/**
 * Makes a cache, or finds that another process made the same meanwhile.
 *
 * @throws StudioError `disk_full`, `unwritable`, and what `write` throws; nothing is left behind then.
 */
export async function makeCached<Value>(
  kind: CacheKind,
  key: string,
  read: (file: RecordFile) => Value,
  write: (writer: RecordWriter) => Promise<{ about: unknown; columns: Readonly<Record<string, Column>> }>,
): Promise<Value> {
  const path = pathOf(kind, key);
  await makeFolder(folder()).catch(() => {});
  await makeRoom(MOST_BYTES);
  let failure: unknown = null;
  try {
    await writeRecordFile(path, key, write);
  } catch (error) {
    failure = error;
  }
  // Windows renames nothing onto a file that another process has open.
  const made = await openCached(kind, key, read);
  if (made !== null) return made;
  throw failure ?? new Error(`${path} was written and cannot be read.`);
}

/** Removes caches, those not used for longest first, until the rest is no larger than `bytes`. */
async function makeRoom(bytes: number): Promise<void> {
  await removeAbandoned(folder());
  const names = (await readdir(folder()).catch(() => [])).filter(
    (name) => !name.startsWith(TEMPORARY_PREFIX),
  );
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder(), name);
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: Date.now() }));
      return { path, size, mtimeMs };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = 0;
  const surplus = files.filter(({ size }) => {
    total += size;
    return total > bytes;
  });
  // Windows does not let go of a file that is open: it goes next time.
  for (const { path } of surplus) await rm(path, { force: true }).catch(() => {});
}

/**
 * What tells a file from any other and from itself after a change: size, time of change, and a hash of both ends. Not its
 * name, so that a copy finds what was made from the original.
 */
export async function fingerprint({ path, format }: SplitFile): Promise<string> {
  const hash = createHash('sha256').update(format);
  if ((await stat(path)).isDirectory()) {
    // With their types, folders that are links are not entered: they may lead to all there is.
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    for (const file of entries.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
      // A link that leads nowhere is told of by whoever reads it.
      const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
      hash.update(`\n${relative(path, file)} ${size} ${seconds(mtimeMs)}`);
    }
    return hash.digest('hex');
  }
  const file = await open(path, 'r');
  try {
    const { size, mtimeMs } = await file.stat();
    hash.update(` ${size} ${seconds(mtimeMs)}\n`);
    for (const position of [0, Math.max(0, size - END_BYTES)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(END_BYTES), 0, END_BYTES, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** What a copy keeps of a time, whatever the file system. */
function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function pathOf(kind: CacheKind, key: string): string {
  return join(folder(), `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.${kind}`);
}
