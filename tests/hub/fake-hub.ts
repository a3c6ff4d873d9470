import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { join } from 'node:path';

import { gzipSync } from 'node:zlib';

export interface ServedFile {
  readonly path: string;
  readonly content: Buffer;
  /** Listed with a SHA-256, as the Hub does with large files. */
  readonly lfs: boolean;
}

/** The files of a model's folder. */
export function servedModel(folder: string): ServedFile[] {
  return readdirSync(folder).map((path) => ({
    path,
    content: readFileSync(join(folder, path)),
    lfs: path.endsWith('.safetensors'),
  }));
}

/** What the server does wrong; each answer to a large file takes the next fault, then it behaves. */
type Fault =
  | { readonly kind: 'break'; readonly after: number }
  /** Breaks when `breakHeld` is called, so that a test knows that bytes arrived. */
  | { readonly kind: 'hold'; readonly after: number }
  | { readonly kind: 'wrong-byte'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'more'; readonly bytes: number }
  /** Says that its part begins so many bytes further on than it does. */
  | { readonly kind: 'wrong-range'; readonly by: number }
  /** Packed, though it was asked not to, and broken off. */
  | { readonly kind: 'torn-gzip' }
  | { readonly kind: 'silence' };

export const COMMIT = 'c0ffee'.padEnd(40, '0');

/** A server on loopback that plays the part of the Hugging Face Hub's API that downloads need. */
export class FakeHub {
  readonly faults: Fault[] = [];
  /** `Range` of every request for a file, in order; `all` where it had none. */
  readonly asked: string[] = [];
  ignoresRanges = false;
  /** Where it sends who asks for a file, as the Hub does with large ones. */
  elsewhere: string | null = null;
  /** `Authorization` of every request for a file. */
  readonly tokens: (string | undefined)[] = [];
  listing: (files: readonly ServedFile[]) => unknown = listingOf;
  #held: ServerResponse | null = null;
  readonly #files: readonly ServedFile[];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  constructor(files: readonly ServedFile[]) {
    this.#files = files;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  breakHeld(): void {
    this.#held?.destroy();
    this.#held = null;
  }

  #answer({ url, headers }: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(url!, 'http://hub').pathname);
    if (/^\/api\/(models|datasets)\/org\/tiny\/revision\/main$/.test(path)) {
      response.end(JSON.stringify(this.listing(this.#files)));
      return;
    }
    const name = new RegExp(`^(/datasets)?/org/tiny/resolve/${COMMIT}/(.+)$`).exec(path)?.[2];
    const file = this.#files.find((each) => each.path === name);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    this.tokens.push(headers.authorization);
    if (this.elsewhere !== null) {
      response.writeHead(302, { Location: `${this.elsewhere}${url}` }).end();
      return;
    }
    this.asked.push(headers.range ?? 'all');
    this.#send(file, this.ignoresRanges ? undefined : headers.range, response);
  }

  #send({ content, lfs }: ServedFile, range: string | undefined, response: ServerResponse): void {
    const fault = lfs ? this.faults.shift() : undefined;
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (fault?.kind === 'status') {
      response.writeHead(fault.status).end();
      return;
    }
    const body = Buffer.from(content.subarray(start));
    if (fault?.kind === 'wrong-byte') body[fault.at]! ^= 1;
    const sent = fault?.kind === 'more' ? Buffer.concat([body, Buffer.alloc(fault.bytes)]) : body;
    if (fault?.kind === 'torn-gzip') {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(gzipSync(content).subarray(0, -100));
      return;
    }
    const said = start + (fault?.kind === 'wrong-range' ? fault.by : 0);
    const contentRange = { 'Content-Range': `bytes ${said}-${content.length - 1}/${content.length}` };
    response.writeHead(range ? 206 : 200, {
      'Content-Length': sent.length,
      ...(range ? contentRange : {}),
    });
    if (fault?.kind === 'silence') response.write(sent.subarray(0, 1));
    else if (fault?.kind === 'hold') {
      this.#held = response;
      response.write(sent.subarray(0, fault.after));
    } else if (fault?.kind === 'break')
      response.write(sent.subarray(0, fault.after), () => response.destroy());
    else response.end(sent);
  }
}

export function listingOf(files: readonly ServedFile[]) {
  return {
    id: 'org/tiny',
    sha: COMMIT,
    siblings: files.map(({ path, content, lfs }) => ({
      rfilename: path,
      size: content.length,
      blobId: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
      ...(lfs
        ? { lfs: { sha256: createHash('sha256').update(content).digest('hex'), size: content.length } }
        : {}),
    })),
  };
}
