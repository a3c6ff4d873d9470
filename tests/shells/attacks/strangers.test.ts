import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { AttackedShell } from './attacked-shell.ts';

const shell = new AttackedShell();

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
    '127.0.0.1.:PORT',
    '127.0.0.1:0PORT',
    'localhost:PORT@evil.example',
  ])('under the name "%s", as in DNS rebinding, is sent away even with the cookie', async (name) => {
    const headers = { cookie: shell.cookie, host: name.replace('PORT', String(shell.port)) };
    expect((await shell.ask('/', headers)).status).toBe(421);
    expect((await shell.ask('/upload/a.csv', { ...headers, origin: shell.origin }, 'PUT', 'a')).status).toBe(
      421,
    );
    expect(await shell.upgraded({ Host: headers.host, Origin: shell.origin, Cookie: shell.cookie })).toMatch(
      /^HTTP\/1\.1 403/,
    );
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
    expect(await shell.openWindow(origin)).toBe(403);
    expect((await shell.ask('/upload/a.csv', { cookie: shell.cookie, origin }, 'PUT', 'a')).status).toBe(403);
  });

  test('without an Origin sends no file and gets no socket', async () => {
    expect((await shell.ask('/upload/a.csv', { cookie: shell.cookie }, 'PUT', 'a')).status).toBe(403);
    expect(await shell.upgraded({ Host: shell.host, Cookie: shell.cookie })).toMatch(/^HTTP\/1\.1 403/);
  });

  test('who guesses is soon told to wait, and locks nobody out', async () => {
    const statuses = [];
    for (let i = 0; i < 30; i++) statuses.push((await shell.ask(`/?link=${'x'.repeat(43)}`)).status);
    expect(statuses.slice(0, 10).every((status) => status === 403)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect(await shell.isUp()).toBe(true);
    // Somebody who has the link is let in as well.
    await shell.start();
    for (let i = 0; i < 30; i++) await shell.ask('/?link=x');
    expect((await shell.ask('/', { cookie: `bert-studio-${shell.port}=x` })).status).toBe(429);
    expect(await shell.isUp()).toBe(true);
  });

  test('who has the browser send a false cookie of our name beside ours locks nobody out', async () => {
    const name = `bert-studio-${shell.port}`;
    for (const both of [
      `${name}=x; ${shell.cookie}`,
      `${shell.cookie}; ${name}=x`,
      `${name}=; ${name}; ${shell.cookie}`,
    ])
      expect([both, (await shell.ask('/', { cookie: both })).status]).toEqual([both, 200]);
    expect((await shell.ask('/', { cookie: `${name}=${shell.cookie}` })).status).toBe(403);
  });

  test('who has the link too comes too late: of ten at once one gets in', async () => {
    await shell.startUnopened();
    const answers = await Promise.all(Array.from({ length: 10 }, () => shell.ask(shell.link)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['set-cookie'])).toHaveLength(1);
  });

  test('gets no page, no file and no hint of what there is without the cookie', async () => {
    for (const path of ['/', '/index.html', '/assets/app.js', '/download/x', '/nothing']) {
      const { status, text } = await shell.ask(path);
      expect([status, text]).toEqual([
        403,
        'Open the studio with the link that it printed where it was started.\n',
      ]);
    }
  });
});

test('every answer carries the policy, whatever it is', async () => {
  const answers = await Promise.all([
    shell.ask('/', { cookie: shell.cookie }),
    shell.ask('/'),
    shell.ask('/nothing', { cookie: shell.cookie }),
    shell.ask('/', { cookie: shell.cookie }, 'DELETE'),
    shell.ask('/', { host: 'evil.example' }),
    shell.ask('/upload/a.csv', {}, 'PUT', 'a'),
    shell.askAsPage('/upload/a.csv', 'PUT', 'a'),
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
  const { status, text } = await shell.ask(path, { cookie: shell.cookie });
  expect(status).toBe(404);
  expect(text).not.toContain('secret');
});
