import { mkdir, statfs } from 'node:fs/promises';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { HubCache, hubCacheFolder } from './cache.ts';
import { downloadFile } from './download.ts';
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
}

export interface Snapshot {
  readonly folder: string;
  readonly id: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** Stays free on the disk, in bytes. */
const SPARE = 200_000_000;

/**
 * Brings the files that `choose` picks of a repository into the cache; those already there are not fetched again.
 *
 * @returns the folder with the files under their names.
 * @throws StudioError `disk_full` before anything is fetched, and whatever kept a file from arriving.
 */
export async function downloadSnapshot(
  repository: Repository,
  choose: (id: string, files: readonly HubFile[]) => readonly HubFile[],
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { signal, onProgress, pause, cache: cacheFolder = hubCacheFolder() } = options;
  const client = new HubClient(options);
  try {
    const { id, commit, files: all } = await client.list(repository, signal);
    const files = choose(id, all);
    const named: Repository = { ...repository, id };
    const cache = new HubCache(named, cacheFolder);
    const missing = files.filter((file) => !cache.has(file));
    await checkRoom(cacheFolder, missing);
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

async function checkRoom(folder: string, missing: readonly HubFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const needed = sum(missing) + SPARE;
  if (bavail * bsize >= needed) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new StudioError(
    'disk_full',
    `${megabytes(needed)} are needed in ${folder} and ${megabytes(bavail * bsize)} are free. Make room, or move the cache with HF_HOME.`,
    { details: { folder, needed, free: bavail * bsize } },
  );
}

function sum(files: readonly HubFile[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

/** Speed over a sliding window of seconds. */
class Speed {
  private readonly window: { at: number; bytes: number }[] = [];

  /** @returns bytes per second, null until there is a second to judge by. */
  after(bytes: number): number | null {
    const at = performance.now() / 1000;
    this.window.push({ at, bytes });
    while (this.window.length > 2 && at - this.window[1]!.at > 5) this.window.shift();
    const first = this.window[0]!;
    return at - first.at >= 1 ? Math.max(0, bytes - first.bytes) / (at - first.at) : null;
  }
}
