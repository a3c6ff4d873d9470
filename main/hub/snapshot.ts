import { stat, statfs } from 'node:fs/promises';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { makeFolder } from '../storage/atomic.ts';
import { HubCache, hubCacheFolder } from './cache.ts';
import { bytesArrived, downloadFile } from './download.ts';
import { HubClient, type HubFile, type HubOptions, type Repository } from './hub-client.ts';

export interface SnapshotProgress {
  readonly file: string;
  /** Of all files together, in bytes. */
  readonly done: number;
  readonly total: number;
  /** Over the last seconds; null before the first. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface SnapshotOptions extends HubOptions {
  /** Folder of Hugging Face's cache. */
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: SnapshotProgress) => void;
  /** Milliseconds before a broken connection is tried again. */
  readonly pause?: number;
  /** A folder into which the files are copied afterwards: there has to be room for that too. */
  readonly keepIn?: string;
}

/** A choice of files, from all that a repository has. */
export type ChooseFiles = (id: string, files: readonly HubFile[]) => readonly HubFile[];

/** What a download would be. */
interface SnapshotPlan {
  readonly id: string;
  readonly commit: string;
  /** All of the repository. */
  readonly all: readonly HubFile[];
  /** What is chosen of them, with the bytes that are in the cache from before. */
  readonly files: readonly (HubFile & { readonly here: number })[];
  /** Bytes still to come. */
  readonly toFetch: number;
  readonly room: { readonly needed: number; readonly free: number };
}

interface Snapshot {
  readonly folder: string;
  readonly id: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** Stays free on the disk, in bytes. */
const SPARE = 200_000_000;

/**
 * Asks what a download would be, and fetches nothing.
 *
 * @throws StudioError of `HubClient.list` and of `choose`.
 */
export async function planSnapshot(
  repository: Repository,
  choose: ChooseFiles,
  options: SnapshotOptions = {},
): Promise<SnapshotPlan> {
  const client = new HubClient(options);
  try {
    return await plan(client, repository, choose, options);
  } finally {
    await client.close();
  }
}

/**
 * Brings the files that `choose` picks of a repository into the cache; those already there are not fetched again.
 *
 * @returns the folder with the files under their names.
 * @throws StudioError `disk_full` before anything is fetched, and whatever kept a file from arriving.
 */
export async function downloadSnapshot(
  repository: Repository,
  choose: ChooseFiles,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { signal, onProgress, pause, cache: cacheFolder = hubCacheFolder() } = options;
  const client = new HubClient(options);
  try {
    const { id, commit, files, room } = await plan(client, repository, choose, options);
    checkRoom(cacheFolder, room);
    const named: Repository = { ...repository, id };
    const cache = new HubCache(named, cacheFolder);
    const missing = files.filter((file) => !cache.has(file));
    const total = sum(files);
    const speed = new Speed();
    let done = total - sum(missing);
    for (const file of missing) {
      if (signal?.aborted) throw new CancelledError('The download');
      await downloadFile(file, cache.blob(file), {
        client,
        repository: named,
        commit,
        signal,
        ...(pause === undefined ? {} : { pause }),
        onBytes: (bytes) => {
          const bytesPerSecond = speed.after(done + bytes);
          const left = total - done - bytes;
          const secondsLeft = bytesPerSecond ? left / bytesPerSecond : null;
          onProgress?.({ file: file.path, done: done + bytes, total, bytesPerSecond, secondsLeft });
        },
      });
      done += file.size;
    }
    for (const file of files) await cache.name(commit, file);
    await cache.remember(repository.revision, commit);
    return { folder: cache.snapshot(commit), id, commit, files };
  } finally {
    await client.close();
  }
}

async function plan(
  client: HubClient,
  repository: Repository,
  choose: ChooseFiles,
  { signal, keepIn, cache: cacheFolder = hubCacheFolder() }: SnapshotOptions,
): Promise<SnapshotPlan> {
  const { id, commit, files: all } = await client.list(repository, signal);
  const cache = new HubCache({ ...repository, id }, cacheFolder);
  const files = await Promise.all(
    choose(id, all).map(async (file) => ({
      ...file,
      here: cache.has(file) ? file.size : Math.min(file.size, await bytesArrived(cache.blob(file))),
    })),
  );
  const toFetch = files.reduce((total, { size, here }) => total + size - here, 0);
  await makeFolder(cacheFolder);
  const copied = keepIn !== undefined && (await onOneDisk(cacheFolder, keepIn)) ? sum(files) : 0;
  const { bavail, bsize } = await statfs(cacheFolder);
  return {
    id,
    commit,
    all,
    files,
    toFetch,
    room: { needed: toFetch + copied + SPARE, free: bavail * bsize },
  };
}

async function onOneDisk(a: string, b: string): Promise<boolean> {
  await makeFolder(b);
  const [one, other] = await Promise.all([stat(a), stat(b)]);
  return one.dev === other.dev;
}

function checkRoom(folder: string, { needed, free }: SnapshotPlan['room']): void {
  if (free >= needed) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new StudioError(
    'disk_full',
    `${megabytes(needed)} are needed in ${folder} and ${megabytes(free)} are free. Make room, or move the cache with HF_HOME.`,
    { details: { folder, needed, free } },
  );
}

function sum(files: readonly HubFile[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

/** Speed over a sliding window of seconds. */
export class Speed {
  readonly #window: { at: number; bytes: number }[] = [];
  readonly #now: () => number;

  /** @param now a clock in seconds. */
  constructor(now = () => performance.now() / 1000) {
    this.#now = now;
  }

  /** @returns bytes per second, null until there is a second to judge by. */
  after(bytes: number): number | null {
    const at = this.#now();
    this.#window.push({ at, bytes });
    while (this.#window.length > 2 && at - this.#window[1]!.at > 5) this.#window.shift();
    const first = this.#window[0]!;
    return at - first.at >= 1 ? Math.max(0, bytes - first.bytes) / (at - first.at) : null;
  }
}
