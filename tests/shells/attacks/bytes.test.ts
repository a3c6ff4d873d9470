import { describe, expect, test } from 'vitest';
import { AttackedShell } from './attacked-shell.ts';

const shell = new AttackedShell();

describe('bytes that are no request of a browser', () => {
  test.each([
    ['an address that is none', 'GET //[ HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['an address with broken escapes', 'GET /%E0%A4%A HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    [
      'the address of another server',
      'GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n',
    ],
    [
      'an address that begins as another server’s',
      'GET //evil.example/ HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n',
    ],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\nCookie: COOKIE\r\n\r\n'],
    [
      'a space before the colon, as in smuggling',
      'PUT /upload/a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a header that goes on in the next line, as in smuggling',
      'PUT /upload/a HTTP/1.1\r\nHost: HOST\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['lines without their returns', 'GET / HTTP/1.1\nHost: HOST\nCookie: COOKIE\n\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['a question about everything', 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['noise', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a head without end', `GET / HTTP/1.1\r\nHost: HOST\r\n${'X: y\r\n'.repeat(20_000)}`],
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
    const answer = await shell.raw(bytes.replace('HOST', shell.host).replace('COOKIE', shell.cookie));
    expect(answer).not.toMatch(/^HTTP\/1\.1 (?:200|101)/);
    expect(await shell.isUp()).toBe(true);
  });

  test('connections reset in the middle of anything do not end the studio', async () => {
    const upgrade = `GET /socket HTTP/1.1\r\nHost: ${shell.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`;
    const keys = `Origin: ${shell.origin}\r\nCookie: ${shell.cookie}\r\nSec-WebSocket-Version: 13\r\n`;
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const beginnings = [
      'GET / HT',
      `${upgrade}\r\n`,
      `${upgrade}${keys}${key}`,
      `GET / HTTP/1.1\r\nHost: ${shell.host}\r\nCookie: ${shell.cookie}\r\n\r\n`,
      `PUT /upload/a.csv HTTP/1.1\r\nHost: ${shell.host}\r\n${keys}Content-Length: 100\r\n\r\nabc`,
    ];
    for (const beginning of beginnings) await shell.raw(beginning, (socket) => socket.resetAndDestroy());
    expect(await shell.isUp()).toBe(true);
  });
});
