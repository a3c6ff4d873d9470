import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { contentTypeOf, PAGE_HEADERS } from '../services/renderer-files.ts';
import type { Intake } from '../services/studio/intake.ts';
import { receiveUpload } from '../services/studio/upload.ts';
import type { ElectronApi } from './api.ts';

/** The window's address. A scheme of our own instead of file://, so that the page is an origin and reads no files. */
export const ORIGIN = 'app://studio';

/** To be called before the app is ready. */
export function registerScheme({ protocol }: Pick<ElectronApi, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the listed files and nothing else. */
export function serveScheme(
  { protocol }: Pick<ElectronApi, 'protocol'>,
  files: ReadonlyMap<string, string>,
  intake: Intake,
): void {
  protocol.handle('app', async ({ url, method, body }) => {
    const { host, pathname } = new URL(url);
    const upload = /^\/upload\/([^/]+)$/.exec(pathname)?.[1];
    if (method === 'PUT' && host === 'studio' && upload !== undefined) {
      const bytes = body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
      const answer = await receiveUpload(intake, upload, bytes);
      return Response.json(answer.body, { status: answer.status, headers: PAGE_HEADERS });
    }
    const file = host === 'studio' && files.get(pathname === '/' ? '/index.html' : pathname);
    if (method !== 'GET' || !file)
      return new Response('There is no such page.\n', { status: 404, headers: PAGE_HEADERS });
    const headers = { ...PAGE_HEADERS, 'Content-Type': contentTypeOf(file) };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  });
}
