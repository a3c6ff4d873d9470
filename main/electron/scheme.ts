import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { contentTypeOf, downloadHeaders, PAGE_HEADERS } from '../services/renderer-files.ts';
import type { Studio } from '../services/studio/studio.ts';
import { receiveUpload, uploadOf } from '../services/studio/upload.ts';
import type { ElectronApi } from './api.ts';

/** The window's address. A scheme of our own instead of file://, so that the page is an origin and reads no files. */
export const ORIGIN = 'app://studio';

/** To be called before the app is ready. */
export function registerScheme({ protocol }: Pick<ElectronApi, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the listed files, takes and gives the files of the studio by their handles, and nothing else. */
export function serveScheme(
  { protocol }: Pick<ElectronApi, 'protocol'>,
  pages: ReadonlyMap<string, string>,
  { intake, outgoing }: Pick<Studio, 'intake' | 'outgoing'>,
): void {
  protocol.handle('app', async ({ url, method, body }) => {
    const { host, pathname } = new URL(url);
    if (host !== 'studio') return notFound();
    const [, folder, name, ...rest] = pathname.split('/');
    const upload = method === 'PUT' ? uploadOf(pathname) : null;
    if (upload) {
      const bytes = body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
      const answer = await receiveUpload(intake, upload, bytes);
      return Response.json(answer.body, { status: answer.status, headers: PAGE_HEADERS });
    }
    if (method !== 'GET') return notFound();
    if (folder === 'download' && name && rest.length === 0) {
      const download = await outgoing.open(name);
      if (!download) return notFound();
      const headers = { ...PAGE_HEADERS, ...downloadHeaders(download.name) };
      return new Response(Readable.toWeb(download.bytes) as never, { headers });
    }
    const file = pages.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return notFound();
    const headers = { ...PAGE_HEADERS, 'Content-Type': contentTypeOf(file) };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  });
}

function notFound(): Response {
  return new Response('There is no such page.\n', { status: 404, headers: PAGE_HEADERS });
}
