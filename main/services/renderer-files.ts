import { readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { StudioError } from '../../app/errors.ts';

/** The page may load what the studio itself serves, and nothing else. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export function contentTypeOf(file: string): string {
  return TYPES[extname(file)] ?? 'application/octet-stream';
}

/**
 * Every file of the built renderer by its address: nothing else can be asked for, whatever a path says.
 *
 * @throws StudioError `no_renderer`.
 */
export async function listRendererFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length).replaceAll(sep, '/'), path] as const);
  if (files.length > 0) return new Map(files);
  throw new StudioError(
    'no_renderer',
    `${folder} holds no built interface. Run "npm run build" and start again.`,
  );
}
