import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { makeFolder } from '../storage/atomic.ts';
import { badAnswer, type HubClient, type HubFile, type Repository, unreachable } from './hub-client.ts';

interface DownloadOptions {
  readonly client: HubClient;
  readonly repository: Repository;
  readonly commit: string;
  readonly signal?: AbortSignal | undefined;
  /** @param bytes of this file there now; falls where a file is begun again. */
  readonly onBytes?: (bytes: number) => void;
  /** Milliseconds before the first new attempt; doubles with each. */
  readonly pause?: number;
}

/** Broken connections in a row without a byte gained between them. */
const ATTEMPTS = 5;
const PAUSE = 500;

/**
 * Gets one file to `target`, going on where an earlier attempt, or an earlier program, was broken off. What
 * arrived is compared with the Hub's digest before it gets its name.
 *
 * @throws StudioError `download_broken`, `wrong_bytes`, `bad_answer`, `disk_full`; CancelledError. A part that was
 * broken off stays beside the target as `.incomplete`.
 */
export async function downloadFile(file: HubFile, target: string, options: DownloadOptions): Promise<void> {
  const partial = partialOf(target);
  await makeFolder(dirname(target));
  const resumed = (await sizeOf(partial)) > 0;
  await receive(file, partial, options);
  if ((await digestOf(partial, file)) !== file.digest.hex) {
    await rm(partial);
    // The part found at first may be of another version or damaged: that alone is no reason to give up.
    if (resumed) return downloadFile(file, target, options);
    throw new StudioError(
      'wrong_bytes',
      `${file.path}: what arrived is not what the Hub's ${file.digest.algorithm} stands for, so it was thrown away. ` +
        'Try again; if it stays so, the server or something on the way changes the file.',
      { details: { file: file.path, expected: file.digest.hex } },
    );
  }
  await rename(partial, target);
}

/** Bytes of a file that an attempt broken off left beside `target`. */
export function bytesArrived(target: string): Promise<number> {
  return sizeOf(partialOf(target));
}

function partialOf(target: string): string {
  return `${target}.incomplete`;
}

/** Fills the partial file, attempt after attempt. */
async function receive(file: HubFile, partial: string, options: DownloadOptions): Promise<void> {
  const { signal, pause = PAUSE } = options;
  for (let failures = 0; ; ) {
    const before = await sizeOf(partial);
    try {
      await receiveOnce(file, partial, before, options);
      return;
    } catch (error) {
      if (signal?.aborted) throw new CancelledError('The download');
      if (!(error instanceof StudioError) || error.code !== 'hub_unreachable') throw error;
      const after = await sizeOf(partial);
      failures = after > before ? 1 : failures + 1;
      if (failures >= ATTEMPTS) throw brokenOff(file, after, error);
      await setTimeout(pause * 2 ** (failures - 1), undefined, signal ? { signal } : {}).catch(() => {});
    }
  }
}

async function receiveOnce(
  file: HubFile,
  partial: string,
  have: number,
  { client, repository, commit, signal, onBytes }: DownloadOptions,
): Promise<void> {
  if (have === file.size && file.size > 0) return;
  const response = await client.open(repository, commit, file.path, have < file.size ? have : 0, signal);
  const { status } = response;
  if (status >= 500 || status === 429) throw unreachable(client.endpoint, new Error(`status ${status}`));
  if (status !== 200 && status !== 206) throw badAnswer(file.path, `the answer was ${status}`);
  const start = status === 206 ? startOf(response.headers.get('content-range')) : 0;
  const output = await open(partial, start > 0 ? 'r+' : 'w').catch(writeFailed(partial));
  try {
    let end = start;
    try {
      for await (const chunk of response.body ?? []) {
        if (end + chunk.length > file.size) {
          throw badAnswer(file.path, `it sent more than the ${file.size} bytes it announced`);
        }
        await output.write(chunk, 0, chunk.length, end).catch(writeFailed(partial));
        end += chunk.length;
        onBytes?.(end);
      }
    } catch (error) {
      throw error instanceof StudioError ? error : unreachable(client.endpoint, error);
    }
    if (end < file.size)
      throw unreachable(client.endpoint, new Error(`it stopped at ${end} of ${file.size} bytes`));
    await output.sync();
  } finally {
    await output.close();
  }
}

/** Where a partial answer begins: as asked, or it is none. */
function startOf(range: string | null): number {
  const start = /^bytes (\d+)-/.exec(range ?? '')?.[1];
  if (start !== undefined) return Number(start);
  throw badAnswer('the server', `a part came without saying which (Content-Range: ${range})`);
}

async function digestOf(path: string, { size, digest }: HubFile): Promise<string> {
  const hash = createHash(digest.algorithm);
  // What git hashes of a file: a header, then its bytes.
  if (digest.algorithm === 'sha1') hash.update(`blob ${size}\0`);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

function writeFailed(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    const full = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
    throw new StudioError(
      full ? 'disk_full' : 'unwritable',
      full
        ? `The disk is full: ${path} could not be written further. Make room and run the same again: it goes on from there.`
        : `${path} cannot be written: ${cause.message}.`,
      { cause, details: { file: path } },
    );
  };
}

function brokenOff({ path, size }: HubFile, have: number, cause: StudioError): StudioError {
  return new StudioError(
    'download_broken',
    `${path} was broken off at ${have} of ${size} bytes, ${ATTEMPTS} times in a row. ${cause.message} ` +
      'What arrived is kept: run the same again and it goes on from there.',
    { cause, details: { file: path, bytes: have } },
  );
}
