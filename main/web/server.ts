import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { WebSocketServer } from 'ws';
import { StudioError } from '../../app/errors.ts';
import type { Studio } from '../services/studio/studio.ts';
import { serveSocket } from './socket.ts';

export interface WebShell {
  /** Opens the studio once; a second use is refused. */
  readonly link: string;
  readonly port: number;
  close(): Promise<void>;
}

const COOKIE = 'bert-studio';
const LARGEST_MESSAGE = 8 * 2 ** 20;
/** Wrong guesses at the secret before the server stops looking at any, until it is started again. */
const MOST_FAILURES = 100;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves the renderer and the studio to a browser on this computer: loopback only, behind a secret that the first
 * use of the link turns into a cookie.
 *
 * @param folder of the built renderer.
 * @param port 0 for any free one.
 * @throws StudioError `port_in_use`, `no_renderer`.
 */
export async function startWebShell(studio: Studio, folder: string, port = 0): Promise<WebShell> {
  const files = await listFiles(folder);
  const gate = new Gate();
  const server = createServer((request, response) => {
    if (!gate.isForUs(request)) return refuse(response, 421, 'This address is not the studio.');
    if (request.method !== 'GET') return refuse(response, 405, 'Only GET is served.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://studio');
    const given = searchParams.get('link');
    if (given !== null) return enter(gate, given, response);
    if (!gate.hasCookie(request)) {
      return refuse(response, 403, 'Open the studio with the link that it printed where it was started.');
    }
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return refuse(response, 404, 'There is no such page.');
    const cache = pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': cache,
    });
    createReadStream(file).pipe(response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  server.on('upgrade', (request, socket, head) => {
    const ours = gate.isForUs(request) && gate.isFromUs(request) && gate.hasCookie(request);
    if (!ours || request.url !== '/socket') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => serveSocket(client, studio));
  });
  await listen(server, port);
  gate.port = (server.address() as AddressInfo).port;
  return {
    link: `http://127.0.0.1:${gate.port}/?link=${gate.link}`,
    port: gate.port,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Who may come in: our own address, our own pages, and whoever holds the secret. */
class Gate {
  port = 0;
  readonly link = randomBytes(32).toString('base64url');
  readonly secret = randomBytes(32).toString('base64url');
  private linkUsed = false;
  private failures = 0;

  /** The Host header: another name that resolves to this computer (DNS rebinding) is not ours. */
  isForUs({ headers }: IncomingMessage): boolean {
    return this.names().includes(headers.host ?? '');
  }

  isFromUs({ headers }: IncomingMessage): boolean {
    return this.names().some((name) => headers.origin === `http://${name}`);
  }

  hasCookie({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}-${this.port}=`));
    return value !== undefined && this.matches(value.slice(value.indexOf('=') + 1), this.secret);
  }

  /** The link works once. */
  takeLink(given: string): boolean {
    const valid = !this.linkUsed && this.matches(given, this.link);
    if (valid) this.linkUsed = true;
    return valid;
  }

  private matches(given: string, secret: string): boolean {
    if (this.failures >= MOST_FAILURES) return false;
    const [a, b] = [Buffer.from(given), Buffer.from(secret)];
    const equal = a.length === b.length && timingSafeEqual(a, b);
    if (!equal) this.failures++;
    return equal;
  }

  private names(): string[] {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
  }
}

function enter(gate: Gate, given: string, response: ServerResponse): void {
  if (!gate.takeLink(given)) {
    refuse(
      response,
      403,
      'This link was used before, or is not of this studio. Start the studio again for a new one.',
    );
    return;
  }
  response.writeHead(303, {
    ...HEADERS,
    Location: '/',
    'Set-Cookie': `${COOKIE}-${gate.port}=${gate.secret}; HttpOnly; SameSite=Strict; Path=/`,
    'Cache-Control': 'no-store',
  });
  response.end();
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${message}\n`);
}

/** Every file of the renderer by its address: nothing else can be asked for, whatever the path says. */
async function listFiles(folder: string): Promise<Map<string, string>> {
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

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${port} cannot be used (${cause.code}). Give another with --port, or none to take any that is free.`;
      reject(new StudioError('port_in_use', message, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
