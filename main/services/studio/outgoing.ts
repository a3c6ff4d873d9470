import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { makeZip } from 'client-zip';

export interface Download {
  readonly name: string;
  readonly bytes: Readable;
}

/** Files the studio made for a person to take away; windows name them by handles. */
export class Outgoing {
  readonly #paths = new Map<string, string>();

  /** @param path of a file, or of a folder without folders in it. */
  async offer(path: string): Promise<{ readonly handle: string; readonly name: string }> {
    const handle = randomUUID();
    this.#paths.set(handle, path);
    const isFolder = (await stat(path)).isDirectory();
    return { handle, name: isFolder ? `${basename(path)}.zip` : basename(path) };
  }

  /** The file's bytes, or a folder's as a zip file made while it is read; null for an unknown handle. */
  async open(handle: string): Promise<Download | null> {
    const path = this.#paths.get(handle);
    const found = path === undefined ? null : await stat(path).catch(() => null);
    if (path === undefined || found === null) return null;
    if (!found.isDirectory()) return { name: basename(path), bytes: createReadStream(path) };
    const zip = makeZip(entries(path)) as ReadableStream;
    return { name: `${basename(path)}.zip`, bytes: Readable.fromWeb(zip) };
  }
}

/** Each file as it is read; weights do not compress, so the zip only puts them together. */
async function* entries(folder: string) {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const { mtime, size } = await stat(path);
    yield { name: `${basename(folder)}/${name}`, input: createReadStream(path), lastModified: mtime, size };
  }
}
