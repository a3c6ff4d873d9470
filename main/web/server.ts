import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../app/errors.ts';
import {
  contentTypeOf,
  downloadHeaders,
  listRendererFiles,
  PAGE_HEADERS,
} from '../services/renderer-files.ts';
import { LARGEST_FILE } from '../services/studio/intake.ts';
import type { Studio } from '../services/studio/studio.ts';
import { receiveUpload, uploadOf } from '../services/studio/upload.ts';
import { Gate } from './gate.ts';
import { WEB_LIMITS, type WebLimits } from './limits.ts';
import { Sockets } from './sockets.ts';

export interface WebShell {
  /** Opens the studio once; a second use is refused. */
  readonly link: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the renderer and the studio to a browser on this computer: loopback only, behind a secret that the first
 * use of the link turns into a cookie.
 *
 * @param folder of the built renderer.
 * @param port 0 for any free one.
 * @throws StudioError `port_in_use`, `no_renderer`.
 */
export async function startWebShell(
  studio: Studio,
  folder: string,
  port = 0,
  limits: WebLimits = WEB_LIMITS,
): Promise<WebShell> {
  const desk = new Desk(studio, await listRendererFiles(folder), limits);
  const server = createServer(
    {
      headersTimeout: limits.headMilliseconds,
      // A large file takes its time; a connection that stands still does not have it.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(limits.headMilliseconds, 5_000),
    },
    (request, response) => void desk.answer(request, response).catch(() => response.destroy()),
  );
  server.setTimeout(limits.idleMilliseconds);
  server.maxConnections = limits.connections;
  const sockets = new Sockets(studio, limits);
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const { gate } = desk;
    const isOurs = gate.isForUs(request) && gate.isFromUs(request) && gate.hasCookie(request);
    if (!isOurs || request.url !== '/socket') hangUp(socket, '403 Forbidden');
    else if (sockets.isFull) hangUp(socket, '503 Service Unavailable');
    else sockets.accept(request, socket, head);
  });
  await listen(server, port);
  const { gate } = desk;
  gate.port = (server.address() as AddressInfo).port;
  return {
    link: `http://127.0.0.1:${gate.port}/?link=${gate.link}`,
    port: gate.port,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers what comes over HTTP. */
class Desk {
  readonly gate = new Gate();
  readonly #studio: Studio;
  readonly #pages: ReadonlyMap<string, string>;
  readonly #limits: WebLimits;
  #uploads = 0;

  constructor(studio: Studio, pages: ReadonlyMap<string, string>, limits: WebLimits) {
    this.#studio = studio;
    this.#pages = pages;
    this.#limits = limits;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { gate } = this;
    const { method, url = '' } = request;
    if (!gate.isForUs(request)) return refuse(response, 421, 'This address is not the studio.');
    // What a proxy is sent names a server first, which need not be the one of the Host header.
    if (!url.startsWith('/') || !URL.canParse(`http://studio${url}`))
      return refuse(response, 400, 'This is no address.');
    const { pathname, searchParams } = new URL(`http://studio${url}`);
    if (method === 'PUT') return this.#receive(pathname, request, response);
    if (method !== 'GET') return refuse(response, 405, 'Only GET is served.');
    const isKnown = gate.hasCookie(request);
    const link = searchParams.get('link');
    if (link !== null) return this.#letIn(isKnown || gate.takeLink(link), request, response);
    if (!isKnown)
      return this.#turnAway(response, 'Open the studio with the link that it printed where it was started.');
    const handle = /^\/download\/([\w-]+)$/.exec(pathname)?.[1];
    if (handle !== undefined) return this.#give(handle, response);
    const file = this.#pages.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return refuse(response, 404, 'There is no such page.');
    const forever = pathname.startsWith('/assets/');
    const cache = forever ? 'private, max-age=31536000, immutable' : 'no-store';
    const headers = { ...PAGE_HEADERS, 'Content-Type': contentTypeOf(file), 'Cache-Control': cache };
    await send(response, headers, createReadStream(file));
  }

  /**
   * Where no site led here, straight on to the studio. Elsewhere by a page of our own: a redirect would still count as the
   * site that the link was clicked on, and the cookie would stay behind.
   */
  #letIn(isValid: boolean, { headers }: IncomingMessage, response: ServerResponse): void {
    if (!isValid) {
      const message =
        'This link was used before, or is not of this studio. Start the studio again for a new one.';
      this.#turnAway(response, message);
      return;
    }
    const typed = headers['sec-fetch-site'] === 'none';
    response.writeHead(typed ? 303 : 200, {
      ...PAGE_HEADERS,
      ...(typed ? { Location: '/' } : { 'Content-Type': 'text/html; charset=utf-8' }),
      'Set-Cookie': this.gate.cookie,
      'Cache-Control': 'no-store',
    });
    response.end(
      typed
        ? undefined
        : '<!doctype html><title>BERT Studio</title><link rel="icon" href="/icon.svg"><meta http-equiv="refresh" content="0;url=/">',
    );
  }

  #turnAway(response: ServerResponse, message: string): void {
    if (this.gate.isBesieged) refuse(response, 429, 'Too many wrong keys. Wait a minute.');
    else refuse(response, 403, message);
  }

  /** A file that was dropped on the window or chosen there. */
  async #receive(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { gate } = this;
    const upload = uploadOf(pathname);
    if (upload === null || !gate.isFromUs(request) || !gate.hasCookie(request))
      return refuse(response, 403, 'Only the studio itself may send files.');
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE)
      return refuse(response, 413, `The file is larger than ${LARGEST_FILE / 2 ** 30} GB.`);
    if (this.#uploads >= this.#limits.uploads)
      return refuse(response, 503, 'Other files are being received. Try again when they are there.');
    this.#uploads++;
    const { status, body } = await receiveUpload(this.#studio.intake, upload, request).finally(() => {
      this.#uploads--;
    });
    const headers = { ...PAGE_HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    // What is left of a refused file is not read.
    response.writeHead(status, status === 200 ? headers : { ...headers, Connection: 'close' });
    response.end(JSON.stringify(body));
  }

  /** What the studio made for a person to take away. */
  async #give(handle: string, response: ServerResponse): Promise<void> {
    const download = await this.#studio.outgoing.open(handle);
    if (!download) return refuse(response, 404, 'The studio no longer offers this. Export it again.');
    const headers = { ...PAGE_HEADERS, ...downloadHeaders(download.name), 'Cache-Control': 'no-store' };
    await send(response, headers, download.bytes);
  }
}

/** A file that ends early, or a client that leaves, ends the connection and nothing else. */
async function send(response: ServerResponse, headers: object, bytes: Readable): Promise<void> {
  response.writeHead(200, { ...headers });
  await pipeline(bytes, response).catch(() => response.destroy());
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  response.end(`${message}\n`);
}

/** Node watches over a connection no longer once it was to be upgraded: one that is only half closed would stay for ever. */
function hangUp(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
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
