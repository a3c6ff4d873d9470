import { existsSync, readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { zipBytes } from '../../support/zip-bytes.ts';
import { AttackedShell } from './attacked-shell.ts';

const shell = new AttackedShell();

describe('files that are sent', () => {
  const send = (name: string, body = 'a,b') => shell.askAsPage(`/upload/${name}`, 'PUT', body);
  const received = () => {
    const folder = join(shell.home, 'cache/uploads', String(process.pid));
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
    expect(readdirSync(shell.home).sort()).toEqual(['cache', 'page', 'secret.txt']);
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
    const answer = await shell.raw(`${shell.headOfUpload(99_999_999_999)}abc`);
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    expect(received()).toEqual([]);
  });

  test('one that breaks off leaves nothing, and one that stands still is cut off', async () => {
    await shell.start({ idleMilliseconds: 200 });
    const head = `${shell.headOfUpload(1000)}abc`;
    await shell.raw(head, (socket) => setImmediate(() => socket.destroy()));
    await shell.raw(head);
    await eventually(() => expect(received()).toEqual([]));
  });

  const sendFolder = async (files: Readonly<Record<string, string>>, hostile?: readonly [string, string]) => {
    const zip = await zipBytes(files);
    // Of the same length, so that the archive stays whole.
    const body = hostile ? Buffer.from(zip.toString('latin1').replaceAll(...hostile), 'latin1') : zip;
    return shell.askAsPage('/upload-folder/mine', 'PUT', body);
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
    expect(readdirSync(shell.home).sort()).toEqual(['cache', 'page', 'secret.txt']);
  });

  test('what is no zip is refused as a folder', async () => {
    const answer = await shell.askAsPage('/upload-folder/mine', 'PUT', 'a,b');
    expect(answer.status).toBe(400);
    expect(received()).toEqual([]);
    expect((await shell.ask('/upload-folder/mine', { origin: shell.origin }, 'PUT', 'a,b')).status).toBe(403);
  });

  test('only a few are received at a time', async () => {
    await shell.start({ uploads: 2 });
    const head = `${shell.headOfUpload(1000)}abc`;
    const sockets: Socket[] = [];
    for (let i = 0; i < 2; i++) void shell.raw(head, (socket) => sockets.push(socket));
    await eventually(() => expect(received().filter((name) => name.endsWith('a.csv'))).toHaveLength(2));
    expect((await send('b.csv')).status).toBe(503);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await send('b.csv')).status).toBe(200));
  });
});
