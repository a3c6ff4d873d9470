import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { StudioError } from '../../app/errors.ts';
import { Log } from '../../main/services/log.ts';
import { Intake } from '../../main/services/studio/intake.ts';
import { Outgoing } from '../../main/services/studio/outgoing.ts';
import type { Studio } from '../../main/services/studio/studio.ts';
import { startWebShell, type WebShell } from '../../main/web/server.ts';

const studio: Studio = {
  async invoke(name, params) {
    if (name === 'echo') return params;
    throw new StudioError('unknown_request', `The studio knows no request "${name}".`);
  },
  subscribe: () => () => {},
  isTraining: false,
  intake: new Intake(),
  log: new Log(join(tmpdir(), 'bert-studio-web-logs')),
  outgoing: new Outgoing(),
  close: async () => {},
};
const folder = mkdtempSync(join(tmpdir(), 'bert-studio-web-'));
let shell: WebShell;
let cookie: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<p>studio</p>');
  shell = await startWebShell(studio, folder);
  const { headers } = await ask(shell.link.replace(/^http:\/\/[^/]+/, ''));
  cookie = headers['set-cookie']![0]!;
});
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true });
});

function ask(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: shell.port, path, headers }, (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
  });
}

/** The status with which an upgrade is refused, or the open socket. */
function connect(headers: Record<string, string>, origin: string): Promise<WebSocket | number> {
  const client = new WebSocket(`ws://127.0.0.1:${shell.port}/socket`, { headers, origin });
  return new Promise((resolve) => {
    client.on('open', () => resolve(client));
    client.on('unexpected-response', (_, response) => resolve(response.statusCode!));
    client.on('error', () => {});
  });
}
const ours = () => `http://127.0.0.1:${shell.port}`;

test('the cookie of the link cannot be read by scripts or sent from other sites', () => {
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
});

test.each([
  ['none', 303, '/'],
  ['cross-site', 200, undefined],
])('the link, followed from %s, leads to the studio so that the cookie is sent', async (site, status, to) => {
  const { statusCode, headers } = await ask('/?link=again', { cookie, 'sec-fetch-site': site });
  expect([statusCode, headers.location]).toEqual([status, to]);
  expect(headers['set-cookie']![0]).toBe(cookie);
});

test('with the cookie the page is served, under a policy that allows no foreign script', async () => {
  const response = await ask('/', { cookie });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-security-policy']).toContain("script-src 'self';");
});

test.each([
  ['no cookie', {}, 403],
  ['a made-up cookie', { cookie: 'bert-studio=1' }, 403],
  ['another name for this computer, as in DNS rebinding', { host: 'evil.example' }, 421],
])('%s is refused', async (_, headers, status) => {
  expect((await ask('/', headers)).statusCode).toBe(status);
});

test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/etc/passwd', '//etc/passwd'])(
  'the path %s leads nowhere',
  async (path) => {
    expect((await ask(path, { cookie })).statusCode).toBe(404);
  },
);

test('a socket from a page of another origin is refused, even with the cookie', async () => {
  expect(await connect({ cookie }, 'http://evil.example')).toBe(403);
});

test('a socket without the cookie is refused', async () => {
  expect(await connect({}, ours())).toBe(403);
});

test('a socket of ours is answered, errors with their code and without a stack', async () => {
  const client = (await connect({ cookie }, ours())) as WebSocket;
  const answer = (question: object) =>
    new Promise<unknown>((resolve) => {
      client.once('message', (data) => resolve(JSON.parse(String(data))));
      client.send(JSON.stringify(question));
    });
  expect(await answer({ id: 1, name: 'echo', params: { a: 1 } })).toEqual({
    id: 1,
    ok: true,
    value: { a: 1 },
  });
  expect(await answer({ id: 2, name: 'nonsense', params: {} })).toMatchObject({
    id: 2,
    ok: false,
    error: { code: 'unknown_request', stack: null },
  });
  client.close();
});

test('a socket that does not speak the contract is closed', async () => {
  const client = (await connect({ cookie }, ours())) as WebSocket;
  const closed = new Promise((resolve) => client.on('close', resolve));
  client.send('hello');
  expect(await closed).toBe(1008);
});
