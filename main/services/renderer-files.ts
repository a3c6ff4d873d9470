import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { StudioError } from '../../app/errors.ts';

/** The page may load what the studio itself serves, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What both shells send with everything they serve. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  // Names of links would be looked up before anyone follows them.
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

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

/** Of a file to be saved, never shown. */
export function downloadHeaders(name: string) {
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  };
}

/**
 * Every file of the built renderer by its address: nothing else can be asked for, whatever a path says.
 *
 * @throws StudioError `no_renderer`.
 */
export async function listRendererFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await listFiles(folder, '');
  if (files.length > 0) return new Map(files);
  throw new StudioError(
    'no_renderer',
    `${folder} holds no built interface. Run "npm run build" and start again.`,
  );
}

/** Folder by folder: a packaged program's archive knows no recursive listing. Links are no files. */
async function listFiles(folder: string, address: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.map(async (entry): Promise<[string, string][]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path, `${address}/${entry.name}`);
    return entry.isFile() ? [[`${address}/${entry.name}`, path]] : [];
  });
  return (await Promise.all(found)).flat();
}
