import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { temporaryFolder } from '../../tests/support/tiny-model.ts';
import { extractZip } from './zip.ts';

let folder: string;
let target: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  target = join(folder, 'deep', 'target');
  await mkdir(target, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

type Entry = readonly [name: string, content: string | Buffer, mode?: number];

/** @param change of the archive's bytes, for what no honest writer makes. */
async function zipOf(entries: readonly Entry[], change = (bytes: Buffer) => bytes): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content, mode = 0o100644] of entries) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  const path = join(folder, 'archive.zip');
  await writeFile(path, change(await buffer(zip.outputStream)));
  return path;
}

function renamed(from: string, to: string): (bytes: Buffer) => Buffer {
  return (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

it('unpacks files and folders', async () => {
  await extractZip(
    await zipOf([
      ['a.txt', 'one'],
      ['sub/b.txt', 'two'],
    ]),
    target,
  );
  expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('one');
  expect(await readFile(join(target, 'sub/b.txt'), 'utf8')).toBe('two');
});

it.each([
  ['xx/evil', '../evil'],
  ['x/evil', '/xevil'],
  ['x/evil', 'x\\evil'],
])('refuses a name that leads out of the folder: %s as %s', async (name, hostile) => {
  const path = await zipOf([[name, 'x']], renamed(name, hostile));
  await expect(extractZip(path, target)).rejects.toMatchObject({ code: 'invalid_zip' });
  expect(await readdir(folder, { recursive: true })).not.toContain('deep/evil');
});

it('refuses links', async () => {
  const path = await zipOf([['model.safetensors', '/etc/passwd', 0o120777]]);
  await expect(extractZip(path, target)).rejects.toThrow(/"model.safetensors" is a link/);
});

it('ends at a limit of bytes or files, whatever the archive says of its sizes', async () => {
  const bomb = await zipOf([['zeros', Buffer.alloc(5_000_000)]]);
  await expect(extractZip(bomb, target, { files: 10, bytes: 1_000_000 })).rejects.toMatchObject({
    code: 'zip_too_large',
  });
  const many = await zipOf(Array.from({ length: 12 }, (_, i) => [`f${i}`, 'x'] as const));
  await expect(extractZip(many, target, { files: 10, bytes: 1_000_000 })).rejects.toMatchObject({
    code: 'zip_too_large',
  });
});

it('ends at a limit of folders, which are entries too', async () => {
  const path = await zipOf(
    Array.from({ length: 30 }, (_, i) => [`d${i}/x`, ''] as const),
    (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(/(d\d+)\/x/g, '$1x/'), 'latin1'),
  );
  await expect(extractZip(path, target, { files: 10, bytes: 1000 })).rejects.toMatchObject({
    code: 'zip_too_large',
  });
  expect(await readdir(target)).toEqual([]);
});

it('names a damaged archive', async () => {
  const path = await zipOf([['a.txt', 'one']], (bytes) => bytes.subarray(0, bytes.length - 30));
  await expect(extractZip(path, target)).rejects.toMatchObject({
    code: 'invalid_zip',
    message: expect.stringContaining('archive.zip'),
  });
});

it('names a file of an archive that is not what it was packed as', async () => {
  const path = await zipOf([['a.txt', 'one']], (bytes) => {
    const listed = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    bytes.writeUInt32LE(7, listed + 16);
    return bytes;
  });
  await expect(extractZip(path, target)).rejects.toThrow(/"a.txt" is damaged/);
});

it('refuses files that lie in one another, which unpack to far more than there is', async () => {
  const noise = Array.from({ length: 100 }, (_, i) => createHash('sha256').update(`${i}`).digest());
  const path = await zipOf([['n0', Buffer.concat(noise)]], (bytes) => {
    const listed = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    const end = bytes.indexOf('PK\x05\x06', 0, 'latin1');
    const same = Array.from({ length: 9 }, (_, i) => {
      const entry = Buffer.from(bytes.subarray(listed, end));
      entry.write(`n${i}`, 46);
      return entry;
    });
    const tail = Buffer.from(bytes.subarray(end));
    tail.writeUInt16LE(9, 8);
    tail.writeUInt16LE(9, 10);
    return Buffer.concat([bytes.subarray(0, listed), ...same, tail]);
  });
  await expect(extractZip(path, target)).rejects.toThrow(/lie in one another/);
});

it.each([
  ['beyond all files', 2n ** 63n - 1n],
  ['beyond this one', 2n ** 40n],
])('refuses an archive whose end is said to lie %s, and goes on', async (_, place) => {
  const path = await zipOf([['a.txt', 'one']], (bytes) => {
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(place, 8);
    const end = bytes.indexOf('PK\x05\x06', 0, 'latin1');
    return Buffer.concat([bytes.subarray(0, end), locator, bytes.subarray(end)]);
  });
  await expect(extractZip(path, target)).rejects.toMatchObject({ code: 'invalid_zip' });
});

it.skipIf(process.platform === 'win32')(
  'refuses a pipe instead of waiting for it (needs mkfifo)',
  async () => {
    const path = join(folder, 'pipe.zip');
    execFileSync('mkfifo', [path]);
    await expect(extractZip(path, target)).rejects.toMatchObject({ code: 'invalid_zip' });
  },
);
