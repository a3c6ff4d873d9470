import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { HubCache } from '../../main/hub/cache.ts';
import {
  downloadSnapshot,
  type SnapshotOptions,
  type SnapshotProgress,
  Speed,
} from '../../main/hub/snapshot.ts';
import { modelFiles } from '../../main/hub/wanted-files.ts';
import { COMMIT, FakeHub, listingOf, type ServedFile } from './fake-hub.ts';
import { ServedHub } from './served-hub.ts';

const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const FILES: ServedFile[] = [
  { path: 'config.json', content: Buffer.from('{}'), lfs: false },
  { path: 'model.safetensors', content: LARGE, lfs: true },
  { path: 'pytorch_model.bin', content: Buffer.from('pickle'), lfs: true },
];
const TINY = { kind: 'models', id: 'org/tiny', revision: 'main' } as const;

const hub = new ServedHub(FILES);
const fetchTiny = (more: SnapshotOptions = {}) =>
  downloadSnapshot(TINY, modelFiles, { ...hub.options, ...more });
const base = () => join(hub.folder, 'hub/models--org--tiny');
const weights = () => readFile(join(base(), 'snapshots', COMMIT, 'model.safetensors'));
const partials = async () =>
  (await readdir(join(base(), 'blobs'))).filter((name) => name.endsWith('.incomplete'));

describe('a model from the Hub', () => {
  it('arrives whole, without the files that nobody needs, laid out as Hugging Face lays out its cache', async () => {
    const seen: SnapshotProgress[] = [];
    const snapshot = await fetchTiny({ onProgress: (progress) => seen.push(progress) });
    expect(await weights()).toEqual(LARGE);
    expect(await readdir(snapshot.folder)).toEqual(['config.json', 'model.safetensors']);
    expect(await readFile(join(base(), 'refs/main'), 'utf8')).toBe(COMMIT);
    const [, weightsFile] = listingOf(FILES).siblings;
    expect(await readlink(join(snapshot.folder, 'model.safetensors'))).toBe(
      join('../../blobs', weightsFile!.lfs!.sha256),
    );
    expect(seen.at(-1)).toMatchObject({ done: LARGE.length + 2, total: LARGE.length + 2 });
  });

  it('is not fetched again when it is there', async () => {
    await fetchTiny();
    hub.fake.asked.length = 0;
    await fetchTiny();
    expect(hub.fake.asked).toEqual([]);
  });

  it('goes on by range where a connection breaks, however often it gains something', async () => {
    hub.fake.faults.push({ kind: 'status', status: 503 });
    for (let i = 0; i < 7; i++) hub.fake.faults.push({ kind: 'hold', after: 40_000 });
    await fetchTiny({ onProgress: () => hub.fake.breakHeld() });
    expect(await weights()).toEqual(LARGE);
    const resumed = hub.fake.asked.filter((range) => range !== 'all');
    expect(resumed.length).toBeGreaterThan(3);
  });

  it('goes on where an earlier program was ended', async () => {
    const blob = new HubCache(TINY, join(hub.folder, 'hub')).blob({
      path: 'model.safetensors',
      size: LARGE.length,
      digest: { algorithm: 'sha256', hex: listingOf(FILES).siblings[1]!.lfs!.sha256 },
    });
    await mkdir(join(blob, '..'), { recursive: true });
    await writeFile(`${blob}.incomplete`, LARGE.subarray(0, 123_456));
    await fetchTiny();
    expect(hub.fake.asked).toContain('bytes=123456-');
    expect(await weights()).toEqual(LARGE);
  });

  it('begins again where the server cannot go on in the middle', async () => {
    hub.fake.ignoresRanges = true;
    hub.fake.faults.push({ kind: 'break', after: 100_000 });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('counts a server that falls silent as a broken connection', async () => {
    hub.fake.faults.push({ kind: 'silence' });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('is refused and thrown away where a byte is wrong', async () => {
    hub.fake.faults.push({ kind: 'wrong-byte', at: 0 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'wrong_bytes' });
    expect(await partials()).toEqual([]);
    hub.fake.faults.push({ kind: 'break', after: 1000 }, { kind: 'wrong-byte', at: 0 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'wrong_bytes' });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it.each([7, -7, 10_000_000])(
    'arrives whole though a part is said to begin %i bytes further on',
    async (by) => {
      hub.fake.faults.push({ kind: 'break', after: 100_000 }, { kind: 'wrong-range', by });
      // What cannot be is refused at once; what can be, by its digest.
      await fetchTiny().catch((error: unknown) =>
        expect((error as { readonly code: string }).code).toMatch(/^(bad_answer|wrong_bytes)$/),
      );
      await fetchTiny();
      expect(await weights()).toEqual(LARGE);
    },
  );

  it('arrives whole where it came packed and broken off', async () => {
    hub.fake.faults.push({ kind: 'torn-gzip' });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('is refused where more comes than was announced', async () => {
    hub.fake.faults.push({ kind: 'more', bytes: 10 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('keeps what arrived when the server gives nothing more, and says so', async () => {
    hub.fake.faults.push({ kind: 'break', after: 1000 });
    for (let i = 0; i < 9; i++) hub.fake.faults.push({ kind: 'status', status: 500 });
    await expect(fetchTiny()).rejects.toMatchObject({
      code: 'download_broken',
      message: expect.stringMatching(/model\.safetensors was broken off at \d+ of 300000 bytes/),
    });
    expect(await partials()).toHaveLength(1);
    hub.fake.faults.length = 0;
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('follows to another server, by range too, which is not told the token', async () => {
    const store = new FakeHub(FILES);
    hub.fake.elsewhere = await store.listen();
    store.faults.push({ kind: 'break', after: 100_000 });
    await fetchTiny({ token: 'secret' });
    await store.close();
    expect(await weights()).toEqual(LARGE);
    expect(store.asked.some((range) => range.startsWith('bytes='))).toBe(true);
    expect(new Set(hub.fake.tokens)).toEqual(new Set(['Bearer secret']));
    expect(new Set(store.tokens)).toEqual(new Set([undefined]));
  });

  it('goes through the proxy that the environment names', async () => {
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, client) => {
      through.push(request.url!);
      const { port } = new URL(hub.options.endpoint!);
      const server = connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('NO_PROXY', '');
    await fetchTiny({ endpoint: 'http://hub.invalid' });
    await new Promise((resolve) => proxy.close(resolve));
    expect(await weights()).toEqual(LARGE);
    expect(new Set(through)).toEqual(new Set(['hub.invalid:80']));
  });

  it('is not begun where the disk has no room for it, and says how much is needed and free', async () => {
    const most = 2 ** 52;
    hub.fake.listing = (files) => {
      const listing = listingOf(files);
      listing.siblings[1]!.lfs!.size = most;
      return listing;
    };
    await expect(fetchTiny()).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/MB are needed in .* and \d+ MB are free\. Make room/),
    });
    expect(hub.fake.asked).toEqual([]);
  });

  it('tells speed and time left by the last seconds', () => {
    let now = 0;
    const speed = new Speed(() => now);
    expect(speed.after(0)).toBeNull();
    now = 0.5;
    expect(speed.after(400)).toBeNull();
    now = 1;
    expect(speed.after(1000)).toBe(1000);
    for (now = 2; now <= 20; now++) speed.after(1000 + (now - 1) * 50);
    expect(speed.after(1000 + 20 * 50)).toBeCloseTo(50, -1);
    // A file that is begun again is no negative speed.
    expect(speed.after(0)).toBe(0);
  });

  it('stops when it is cancelled and goes on the next time', async () => {
    const cancelling = new AbortController();
    const cancelled = fetchTiny({
      signal: cancelling.signal,
      onProgress: ({ file }) => file === 'model.safetensors' && cancelling.abort(),
    });
    await expect(cancelled).rejects.toThrow('The download was cancelled.');
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('names what is not there, and a server that is not the Hub', async () => {
    const other = { ...TINY, id: 'org/other' };
    await expect(downloadSnapshot(other, modelFiles, hub.options)).rejects.toMatchObject({
      code: 'not_on_hub',
    });
    hub.fake.listing = () => ({ hello: 'world' });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
    hub.fake.listing = () => '<html>';
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it.each(['../../evil', '/etc/passwd', 'a\\b', 'a//b', '.', '\x1b[2J.safetensors'])(
    'refuses a listing with %s',
    async (path) => {
      hub.fake.listing = () => listingOf([{ path, content: Buffer.from('x'), lfs: false }]);
      await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
      expect(existsSync(join(hub.folder, 'evil'))).toBe(false);
    },
  );

  it.each(['../x', 'a/b/c', 'a b', '..', './model', 'org/.model', '-model'])(
    'refuses %s as a name',
    async (id) => {
      await expect(downloadSnapshot({ ...TINY, id }, modelFiles, hub.options)).rejects.toMatchObject({
        code: 'invalid_name',
      });
    },
  );
});
