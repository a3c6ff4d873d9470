import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { Studio } from '../../main/services/studio/studio.ts';
import { WEB_LIMITS, type WebLimits } from '../../main/web/limits.ts';
import { startWebShell, type WebShell } from '../../main/web/server.ts';
import { zipBytes } from '../faults/zip-bytes.ts';
import { eventually } from '../support/eventually.ts';
import { fakeStudio } from './electron/fake-electron.ts';

// What others on this computer, or a page in another tab, might try; against the real server, on loopback, bounded.

let home: string;
let shell: WebShell;
let cookie: string;
let studio: Studio;

async function start(limits: Partial<WebLimits> = {}): Promise<void> {
  await shell?.close();
  studio = fakeStudio().studio;
  shell = await startWebShell(studio, join(home, 'page'), 0, { ...WEB_LIMITS, ...limits });
  cookie = (await ask(shell.link.replace(/^http:\/\/[^/]+/, ''))).headers['set-cookie']![0]!.split(';')[0]!;
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-attack-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
  mkdirSync(join(home, 'page'));
  writeFileSync(join(home, 'page/index.html'), '<p>studio</p>');
  writeFileSync(join(home, 'secret.txt'), 'secret');
  symlinkSync(join(home, 'secret.txt'), join(home, 'page/link.txt'));
  symlinkSync(home, join(home, 'page/folder'));
  await start();
});
afterEach(async () => {
  await shell.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body: string | Buffer = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: shell.port, path, headers, method, agent: false };
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

/** Bytes as they are, and what comes back until the connection ends. */
function raw(bytes: string, then?: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(shell.port, '127.0.0.1', () => {
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

/** What is said to a request for a socket, with these headers alone. */
function upgraded(headers: Readonly<Record<string, string>>): Promise<string> {
  const asked = { ...headers, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' };
  const lines = Object.entries({ ...asked, 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return raw(`GET /socket HTTP/1.1\r\n${head}\r\n`);
}

const ours = () => `http://127.0.0.1:${shell.port}`;
const host = () => `127.0.0.1:${shell.port}`;

async function isUp(): Promise<boolean> {
  return (await ask('/', { cookie })).status === 200;
}

/** The status with which a window is refused, or the open socket. */
function openWindow(origin = ours(), options: object = {}): Promise<WebSocket | number> {
  const client = new WebSocket(`ws://${host()}/socket`, { headers: { cookie }, origin, ...options });
  return new Promise((resolve) => {
    client.on('open', () => resolve(client));
    client.on('unexpected-response', (_, response) => resolve(response.statusCode!));
    client.on('error', () => {});
  });
}

const closed = (client: WebSocket) => new Promise<number>((resolve) => client.on('close', resolve));

describe('bytes that are no request of a browser', () => {
  test.each([
    ['an address that is none', 'GET //[ HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['an address with broken escapes', 'GET /%E0%A4%A HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    [
      'the address of another server',
      'GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n',
    ],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['a question about everything', 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['noise', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a head without end', `GET / HTTP/1.1\r\nHost: HOST\r\n${'X: y\r\n'.repeat(5000)}`],
    ['one header of a megabyte', `GET / HTTP/1.1\r\nHost: HOST\r\nCookie: ${'a'.repeat(1e6)}\r\n\r\n`],
    [
      'two lengths',
      'PUT /upload/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nabc',
    ],
    [
      'a length beside chunks, as in smuggling',
      'PUT /upload/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    [
      'an upgrade to something else',
      'GET /socket HTTP/1.1\r\nHost: HOST\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
    ],
  ])('%s: refused, and the studio goes on', async (_, bytes) => {
    const answer = await raw(bytes.replace('HOST', host()));
    expect(answer).not.toMatch(/^HTTP\/1\.1 (?:200|101)/);
    expect(await isUp()).toBe(true);
  });

  test('connections reset in the middle of anything do not end the studio', async () => {
    const upgrade = `GET /socket HTTP/1.1\r\nHost: ${host()}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`;
    const keys = `Origin: ${ours()}\r\nCookie: ${cookie}\r\nSec-WebSocket-Version: 13\r\n`;
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const beginnings = [
      'GET / HT',
      `${upgrade}\r\n`,
      `${upgrade}${keys}${key}`,
      `GET / HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${cookie}\r\n\r\n`,
      `PUT /upload/a.csv HTTP/1.1\r\nHost: ${host()}\r\n${keys}Content-Length: 100\r\n\r\nabc`,
    ];
    for (const beginning of beginnings) await raw(beginning, (socket) => socket.resetAndDestroy());
    expect(await isUp()).toBe(true);
  });
});

describe('somebody elsewhere', () => {
  test('finds the studio at no address but 127.0.0.1', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address);
    const reached = (address: string) =>
      new Promise((resolve) => {
        const socket = connect(shell.port, address);
        socket.on('connect', () => resolve(true));
        socket.on('error', () => resolve(false));
      });
    for (const address of ['::1', ...others])
      expect([address, await reached(address)]).toEqual([address, false]);
  });

  test.each([
    'evil.example',
    'localhost.evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    '0.0.0.0:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    'localhost.:PORT',
    'localhost',
    '127.1:PORT',
    '2130706433:PORT',
    'localhost:PORT@evil.example',
  ])('under the name "%s", as in DNS rebinding, is sent away even with the cookie', async (name) => {
    const headers = { cookie, host: name.replace('PORT', String(shell.port)) };
    expect((await ask('/', headers)).status).toBe(421);
    expect((await ask('/upload/a.csv', { ...headers, origin: ours() }, 'PUT', 'a')).status).toBe(421);
    expect(await upgraded({ Host: headers.host, Origin: ours(), Cookie: cookie })).toMatch(/^HTTP\/1\.1 403/);
  });

  test.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost.evil:PORT',
    'app://studio',
  ])('on a page of %s gets no socket and sends no file, even with the cookie', async (name) => {
    const origin = name.replace('PORT', String(shell.port));
    expect(await openWindow(origin)).toBe(403);
    expect((await ask('/upload/a.csv', { cookie, origin }, 'PUT', 'a')).status).toBe(403);
  });

  test('without an Origin sends no file and gets no socket', async () => {
    expect((await ask('/upload/a.csv', { cookie }, 'PUT', 'a')).status).toBe(403);
    expect(await upgraded({ Host: host(), Cookie: cookie })).toMatch(/^HTTP\/1\.1 403/);
  });

  test('who guesses is soon told to wait, and locks nobody out', async () => {
    const statuses = [];
    for (let i = 0; i < 30; i++) statuses.push((await ask(`/?link=${'x'.repeat(43)}`)).status);
    expect(statuses.slice(0, 10).every((status) => status === 403)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect(await isUp()).toBe(true);
    // Somebody who has the link is let in as well.
    await start();
    for (let i = 0; i < 30; i++) await ask('/?link=x');
    expect((await ask('/', { cookie: `bert-studio-${shell.port}=x` })).status).toBe(429);
    expect(await isUp()).toBe(true);
  });

  test('who has the browser send a false cookie of our name beside ours locks nobody out', async () => {
    const name = `bert-studio-${shell.port}`;
    for (const both of [`${name}=x; ${cookie}`, `${cookie}; ${name}=x`, `${name}=; ${name}; ${cookie}`])
      expect([both, (await ask('/', { cookie: both })).status]).toEqual([both, 200]);
    expect((await ask('/', { cookie: `${name}=${cookie}` })).status).toBe(403);
  });

  test('who has the link too comes too late: of ten at once one gets in', async () => {
    await shell.close();
    shell = await startWebShell(studio, join(home, 'page'));
    const link = shell.link.replace(/^http:\/\/[^/]+/, '');
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(link)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['set-cookie'])).toHaveLength(1);
  });

  test('gets no page, no file and no hint of what there is without the cookie', async () => {
    for (const path of ['/', '/index.html', '/assets/app.js', '/download/x', '/nothing']) {
      const { status, text } = await ask(path);
      expect([status, text]).toEqual([
        403,
        'Open the studio with the link that it printed where it was started.\n',
      ]);
    }
  });
});

test('every answer carries the policy, whatever it is', async () => {
  const answers = await Promise.all([
    ask('/', { cookie }),
    ask('/'),
    ask('/nothing', { cookie }),
    ask('/', { cookie }, 'DELETE'),
    ask('/', { host: 'evil.example' }),
    ask('/upload/a.csv', {}, 'PUT', 'a'),
    ask('/upload/a.csv', { cookie, origin: ours() }, 'PUT', 'a'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 404, 405, 421, 403, 200]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      ),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..\\secret.txt',
  '/..%5csecret.txt',
  '/folder/secret.txt',
  '/link.txt',
  '//etc/passwd',
  '/download/..%2f..%2fsecret.txt',
  '/__proto__',
  '/toString',
])('the path %s leads nowhere', async (path) => {
  const { status, text } = await ask(path, { cookie });
  expect(status).toBe(404);
  expect(text).not.toContain('secret');
});

describe('files that are sent', () => {
  const send = (name: string, body = 'a,b') =>
    ask(`/upload/${name}`, { cookie, origin: ours() }, 'PUT', body);
  const received = () => {
    const folder = join(home, 'cache/uploads', String(process.pid));
    return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  };

  test.each([
    ['..%2F..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['..%5C..%5Cboot.ini', 'boot.ini'],
    ['%2Eprofile', 'profile'],
    ['a%00b.csv', 'a_b.csv'],
    ['C%3A%5CCON.csv', '_CON.csv'],
    ['mine.csv.%20.', 'mine.csv'],
    ['%2E%2E%20', 'data.txt'],
    ['%E2%80%AEvsc.exe', '_vsc.exe'],
  ])('%s: kept as %s in a folder of its own', async (name, kept) => {
    const { value } = JSON.parse((await send(name)).text);
    expect(value.name).toBe(kept);
    expect(received()).toContainEqual(
      expect.stringMatching(new RegExp(`^[-\\da-f]{36}/${kept.replaceAll('.', '\\.')}$`)),
    );
    expect(readdirSync(home).sort()).toEqual(['cache', 'page', 'secret.txt']);
  });

  test('a name longer than file systems take keeps its ending', async () => {
    const { value } = JSON.parse((await send(encodeURIComponent(`${'語'.repeat(300)}.parquet`))).text);
    expect(value.name).toMatch(/^語+\.parquet$/);
    expect(Buffer.byteLength(value.name)).toBeLessThanOrEqual(200);
  });

  test('a name with broken escapes is refused', async () => {
    expect((await send('%E0%A4%A')).status).toBe(400);
  });

  test('one that would be too large is refused before it is read', async () => {
    const answer = await raw(
      `PUT /upload/a.csv HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${ours()}\r\nCookie: ${cookie}\r\nContent-Length: 99999999999\r\n\r\nabc`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    expect(received()).toEqual([]);
  });

  test('one that breaks off leaves nothing, and one that stands still is cut off', async () => {
    await start({ idleMilliseconds: 200 });
    const head = `PUT /upload/a.csv HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${ours()}\r\nCookie: ${cookie}\r\nContent-Length: 1000\r\n\r\nabc`;
    await raw(head, (socket) => setImmediate(() => socket.destroy()));
    await raw(head);
    await eventually(() => expect(received()).toEqual([]));
  });

  const sendFolder = async (files: Readonly<Record<string, string>>, hostile?: readonly [string, string]) => {
    const zip = await zipBytes(files);
    // Of the same length, so that the archive stays whole.
    const body = hostile ? Buffer.from(zip.toString('latin1').replaceAll(...hostile), 'latin1') : zip;
    return ask('/upload-folder/mine', { cookie, origin: ours() }, 'PUT', body);
  };

  test('a folder is taken as the zip it would be, and lies in a folder of its own', async () => {
    const { value } = JSON.parse((await sendFolder({ 'good/1.txt': 'a', 'bad/1.txt': 'b' })).text);
    expect(value.name).toBe('mine');
    expect(received().map((name) => name.slice(37))).toEqual(
      expect.arrayContaining(['mine/good/1.txt', 'mine/bad/1.txt']),
    );
    expect(received().filter((name) => name.endsWith('.zip'))).toEqual([]);
  });

  test.each([
    ['aa/secret.txt', '../secret.txt'],
    ['aa/secret.txt', '/tmp/hostile.'],
    ['aa/secret.txt', 'C:\\secret.txt'],
  ])('a folder whose file %s is called %s leads nowhere and leaves nothing', async (...names) => {
    const { status, text } = await sendFolder({ 'aa/secret.txt': 'hostile' }, names);
    expect(status).toBe(400);
    expect(JSON.parse(text).error.message).toMatch(/^mine cannot be unpacked/);
    expect(received()).toEqual([]);
    expect(readdirSync(home).sort()).toEqual(['cache', 'page', 'secret.txt']);
  });

  test('what is no zip is refused as a folder', async () => {
    const answer = await ask('/upload-folder/mine', { cookie, origin: ours() }, 'PUT', 'a,b');
    expect(answer.status).toBe(400);
    expect(received()).toEqual([]);
    expect((await ask('/upload-folder/mine', { origin: ours() }, 'PUT', 'a,b')).status).toBe(403);
  });

  test('only a few are received at a time', async () => {
    await start({ uploads: 2 });
    const head = `PUT /upload/a.csv HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${ours()}\r\nCookie: ${cookie}\r\nContent-Length: 1000\r\n\r\nabc`;
    const sockets: Socket[] = [];
    for (let i = 0; i < 2; i++) void raw(head, (socket) => sockets.push(socket));
    await eventually(() => expect(received().filter((name) => name.endsWith('a.csv'))).toHaveLength(2));
    expect((await send('b.csv')).status).toBe(503);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await send('b.csv')).status).toBe(200));
  });
});

describe('clients that hold on', () => {
  test('heads that come slowly are cut off', async () => {
    await start({ headMilliseconds: 200 });
    const slow = Array.from({ length: 20 }, () => raw(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Slow: `));
    const answers = await Promise.all(slow);
    expect(answers.every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408'))).toBe(true);
    expect(await isUp()).toBe(true);
  });

  test('connections beyond the most are dropped, and there is room again when others leave', async () => {
    await start({ connections: 10 });
    const held: Socket[] = [];
    for (let i = 0; i < 10; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(shell.port, '127.0.0.1', resolve);
        socket.on('error', () => {});
        held.push(socket);
      });
    }
    await expect(ask('/', { cookie })).rejects.toThrow();
    for (const socket of held) socket.destroy();
    await eventually(async () => expect(await isUp()).toBe(true));
  });

  test('who is refused a socket and holds on to the connection is let go', async () => {
    await start({ connections: 4 });
    const upgrade = `GET /socket HTTP/1.1\r\nHost: ${host()}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`;
    const held = Array.from({ length: 4 }, () =>
      connect({ port: shell.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {}),
    );
    for (const socket of held) {
      socket.resume();
      socket.write(upgrade);
    }
    await eventually(async () => expect(await isUp()).toBe(true));
    for (const socket of held) socket.destroy();
  });

  test('windows beyond the most are refused', async () => {
    await start({ windows: 3 });
    for (let i = 0; i < 3; i++) expect(await openWindow()).toBeInstanceOf(WebSocket);
    expect(await openWindow()).toBe(503);
  });

  test('a message larger than any request ends the socket', async () => {
    await start({ messageBytes: 1000 });
    const client = (await openWindow()) as WebSocket;
    client.send('x'.repeat(1001));
    expect(await closed(client)).toBe(1009);
    expect(await isUp()).toBe(true);
  });

  test('a window that gives no sign of life is let go', async () => {
    await start({ heartbeatMilliseconds: 100 });
    const dead = (await openWindow(ours(), { autoPong: false })) as WebSocket;
    const alive = (await openWindow()) as WebSocket;
    expect(await closed(dead)).toBe(1006);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('a flood of requests is taken a few at a time, and all are answered', async () => {
    await start({ questions: 8 });
    let open = 0;
    let most = 0;
    vi.mocked(studio.invoke).mockImplementation(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return null;
    });
    const client = (await openWindow()) as WebSocket;
    let answered = 0;
    const all = new Promise<void>((resolve) => {
      client.on('message', () => ++answered === 500 && resolve());
    });
    for (let id = 0; id < 500; id++) client.send(JSON.stringify({ id, name: 'runs.list', params: {} }));
    await all;
    expect(most).toBe(8);
  });

  test('a window that does not read is cut off before it fills the memory', async () => {
    await start({ bufferedBytes: 2 ** 20 });
    vi.mocked(studio.invoke).mockResolvedValue('x'.repeat(2 ** 20));
    const letGo = vi.fn();
    vi.spyOn(studio, 'subscribe').mockReturnValue(letGo);
    const client = (await openWindow()) as WebSocket;
    const end = closed(client);
    client.pause();
    for (let id = 0; id < 60; id++) client.send(JSON.stringify({ id, name: 'runs.list', params: {} }));
    await eventually(() => expect(letGo).toHaveBeenCalled());
    client.resume();
    expect(await end).toBe(1006);
    expect(await isUp()).toBe(true);
  });
});
