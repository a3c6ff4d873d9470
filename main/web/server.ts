import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { StudioError } from '../../app/errors.ts';
import {
  contentTypeOf,
  downloadHeaders,
  listRendererFiles,
  PAGE_HEADERS,
} from '../services/renderer-files.ts';
import type { Studio } from '../services/studio/studio.ts';
import { receiveUpload } from '../services/studio/upload.ts';
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

/**
 * Serves the renderer and the studio to a browser on this computer: loopback only, behind a secret that the first
 * use of the link turns into a cookie.
 *
 * @param folder of the built renderer.
 * @param port 0 for any free one.
 * @throws StudioError `port_in_use`, `no_renderer`.
 */
export async function startWebShell(studio: Studio, folder: string, port = 0): Promise<WebShell> {
  const files = await listRendererFiles(folder);
  const gate = new Gate();
  const server = createServer((request, response) => {
    if (!gate.isForUs(request)) return refuse(response, 421, 'This address is not the studio.');
    if (request.method === 'PUT') return void takeUpload(gate, studio.intake, request, response);
    if (request.method !== 'GET') return refuse(response, 405, 'Only GET is served.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://studio');
    const given = searchParams.get('link');
    if (given !== null) return enter(gate, given, response);
    if (!gate.hasCookie(request)) {
      return refuse(response, 403, 'Open the studio with the link that it printed where it was started.');
    }
    const handle = /^\/download\/([\w-]+)$/.exec(pathname)?.[1];
    if (handle !== undefined) return void sendDownload(studio.outgoing, handle, response);
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return refuse(response, 404, 'There is no such page.');
    const cache = pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
    response.writeHead(200, {
      ...PAGE_HEADERS,
      'Content-Type': contentTypeOf(file),
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
    ...PAGE_HEADERS,
    Location: '/',
    'Set-Cookie': `${COOKIE}-${gate.port}=${gate.secret}; HttpOnly; SameSite=Strict; Path=/`,
    'Cache-Control': 'no-store',
  });
  response.end();
}

/** A file that was dropped on the window or chosen there. */
async function takeUpload(
  gate: Gate,
  intake: Studio['intake'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = /^\/upload\/([^/?]+)$/.exec(request.url ?? '')?.[1];
  if (name === undefined || !gate.isFromUs(request) || !gate.hasCookie(request))
    return refuse(response, 403, 'Only the studio itself may send files.');
  const { status, body } = await receiveUpload(intake, name, request);
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** What the studio made for a person to take away. */
async function sendDownload(
  outgoing: Studio['outgoing'],
  handle: string,
  response: ServerResponse,
): Promise<void> {
  const download = await outgoing.open(handle);
  if (!download) return refuse(response, 404, 'The studio no longer offers this. Export it again.');
  response.writeHead(200, {
    ...PAGE_HEADERS,
    ...downloadHeaders(download.name),
    'Cache-Control': 'no-store',
  });
  await pipeline(download.bytes, response).catch(() => response.destroy());
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${message}\n`);
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
