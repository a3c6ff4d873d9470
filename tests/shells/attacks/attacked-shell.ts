import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import WebSocket from 'ws';
import type { Studio } from '../../../main/services/studio/studio.ts';
import { WEB_LIMITS, type WebLimits } from '../../../main/web/limits.ts';
import { startWebShell, type WebShell } from '../../../main/web/server.ts';
import { fakeStudio } from '../electron/fake-electron.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The real server on loopback, made anew for each test, with a secret beside its pages; and what an attacker has. */
export class AttackedShell {
  home = '';
  studio!: Studio;
  /** The one that the link gave. */
  cookie = '';
  #shell!: WebShell;

  /** To be called where the tests are described. */
  constructor() {
    beforeEach(async () => {
      this.home = mkdtempSync(join(tmpdir(), 'bert-studio-attack-'));
      vi.stubEnv('BERT_STUDIO_HOME', this.home);
      mkdirSync(join(this.home, 'page'));
      writeFileSync(join(this.home, 'page/index.html'), '<p>studio</p>');
      writeFileSync(join(this.home, 'secret.txt'), 'secret');
      symlinkSync(join(this.home, 'secret.txt'), join(this.home, 'page/link.txt'));
      symlinkSync(this.home, join(this.home, 'page/folder'));
      await this.start();
    });
    afterEach(async () => {
      await this.#shell.close();
      vi.unstubAllEnvs();
      rmSync(this.home, { recursive: true });
    });
  }

  /** Starts it anew; the link is used. */
  async start(limits: Partial<WebLimits> = {}): Promise<void> {
    await this.startUnopened(limits);
    this.cookie = (await this.ask(this.link)).headers['set-cookie']![0]!.split(';')[0]!;
  }

  /** The same with a link that nobody has used. */
  async startUnopened(limits: Partial<WebLimits> = {}): Promise<void> {
    await this.#shell?.close();
    this.studio = fakeStudio().studio;
    this.#shell = await startWebShell(this.studio, join(this.home, 'page'), 0, { ...WEB_LIMITS, ...limits });
  }

  get port(): number {
    return this.#shell.port;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** Path of the link that opens it. */
  get link(): string {
    return this.#shell.link.replace(/^http:\/\/[^/]+/, '');
  }

  ask(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    body: string | Buffer = '',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path, headers, method, agent: false };
      const sent = request(options, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode!, headers: response.headers, text });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** A request as the studio's own page makes it. */
  askAsPage(path: string, method = 'GET', body: string | Buffer = ''): Promise<Answer> {
    return this.ask(path, { cookie: this.cookie, origin: this.origin }, method, body);
  }

  async isUp(): Promise<boolean> {
    return (await this.ask('/', { cookie: this.cookie })).status === 200;
  }

  /** Bytes as they are, and what comes back until the connection ends. */
  raw(bytes: string, then?: (socket: Socket) => void): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        socket.write(bytes, 'latin1');
        then?.(socket);
      });
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
    });
  }

  /** The head of a file that is sent by the studio's own page, of so many bytes. */
  headOfUpload(bytes: number): string {
    return `PUT /upload/a.csv HTTP/1.1\r\nHost: ${this.host}\r\nOrigin: ${this.origin}\r\nCookie: ${this.cookie}\r\nContent-Length: ${bytes}\r\n\r\n`;
  }

  /** What is said to a request for a socket, with these headers alone. */
  upgraded(headers: Readonly<Record<string, string>>): Promise<string> {
    const asked = { ...headers, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' };
    const lines = Object.entries({ ...asked, 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return this.raw(`GET /socket HTTP/1.1\r\n${head}\r\n`);
  }

  /** The status with which a window is refused, or the open socket. */
  openWindow(origin = this.origin, options: object = {}): Promise<WebSocket | number> {
    const headers = { cookie: this.cookie };
    const client = new WebSocket(`ws://${this.host}/socket`, { headers, origin, ...options });
    return new Promise((resolve) => {
      client.on('open', () => resolve(client));
      client.on('unexpected-response', (_, response) => resolve(response.statusCode!));
      client.on('error', () => {});
    });
  }
}
