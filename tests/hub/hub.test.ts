import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubCache } from '../../main/hub/cache.ts';
import {
  downloadSnapshot,
  type SnapshotOptions,
  type SnapshotProgress,
  Speed,
} from '../../main/hub/snapshot.ts';
import { datasetFiles, modelFiles } from '../../main/hub/wanted-files.ts';
import { importDatasetFrom, importModelFrom } from '../../main/services/import-sources.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { openModel } from '../../main/storage/models.ts';
import { zipBytes } from '../faults/zip-bytes.ts';
import { temporaryFolder, writeTinyModel } from '../support/tiny-model.ts';
import { COMMIT, FakeHub, listingOf, type ServedFile } from './fake-hub.ts';

const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const FILES: ServedFile[] = [
  { path: 'config.json', content: Buffer.from('{}'), lfs: false },
  { path: 'model.safetensors', content: LARGE, lfs: true },
  { path: 'pytorch_model.bin', content: Buffer.from('pickle'), lfs: true },
];
const TINY = { kind: 'models', id: 'org/tiny', revision: 'main' } as const;

let folder: string;
let hub: FakeHub;
let options: SnapshotOptions;

async function serve(files: readonly ServedFile[]): Promise<void> {
  await hub?.close();
  hub = new FakeHub(files);
  options = { endpoint: await hub.listen(), cache: join(folder, 'hub'), pause: 1, timeout: 500 };
}

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = join(folder, 'home');
  await serve(FILES);
});
afterEach(async () => {
  await hub.close();
  delete process.env.BERT_STUDIO_HOME;
  await rm(folder, { recursive: true });
});

const fetchTiny = (more: SnapshotOptions = {}) => downloadSnapshot(TINY, modelFiles, { ...options, ...more });
const weights = () => readFile(join(folder, 'hub/models--org--tiny/snapshots', COMMIT, 'model.safetensors'));
const partials = async () =>
  (await readdir(join(folder, 'hub/models--org--tiny/blobs'))).filter((name) => name.endsWith('.incomplete'));

describe('a model from the Hub', () => {
  it('arrives whole, without the files that nobody needs, laid out as Hugging Face lays out its cache', async () => {
    const seen: SnapshotProgress[] = [];
    const snapshot = await fetchTiny({ onProgress: (progress) => seen.push(progress) });
    expect(await weights()).toEqual(LARGE);
    expect(await readdir(snapshot.folder)).toEqual(['config.json', 'model.safetensors']);
    const base = join(folder, 'hub/models--org--tiny');
    expect(await readFile(join(base, 'refs/main'), 'utf8')).toBe(COMMIT);
    const [, weightsFile] = listingOf(FILES).siblings;
    expect(await readlink(join(snapshot.folder, 'model.safetensors'))).toBe(
      join('../../blobs', weightsFile!.lfs!.sha256),
    );
    expect(seen.at(-1)).toMatchObject({ done: LARGE.length + 2, total: LARGE.length + 2 });
  });

  it('is not fetched again when it is there', async () => {
    await fetchTiny();
    hub.asked.length = 0;
    await fetchTiny();
    expect(hub.asked).toEqual([]);
  });

  it('goes on by range where a connection breaks, however often it gains something', async () => {
    hub.faults.push({ kind: 'status', status: 503 });
    for (let i = 0; i < 7; i++) hub.faults.push({ kind: 'hold', after: 40_000 });
    await fetchTiny({ onProgress: () => hub.breakHeld() });
    expect(await weights()).toEqual(LARGE);
    const resumed = hub.asked.filter((range) => range !== 'all');
    expect(resumed.length).toBeGreaterThan(3);
  });

  it('goes on where an earlier program was ended', async () => {
    const blob = new HubCache(TINY, join(folder, 'hub')).blob({
      path: 'model.safetensors',
      size: LARGE.length,
      digest: { algorithm: 'sha256', hex: listingOf(FILES).siblings[1]!.lfs!.sha256 },
    });
    await mkdir(join(blob, '..'), { recursive: true });
    await writeFile(`${blob}.incomplete`, LARGE.subarray(0, 123_456));
    await fetchTiny();
    expect(hub.asked).toContain('bytes=123456-');
    expect(await weights()).toEqual(LARGE);
  });

  it('begins again where the server cannot go on in the middle', async () => {
    hub.ignoresRanges = true;
    hub.faults.push({ kind: 'break', after: 100_000 });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('counts a server that falls silent as a broken connection', async () => {
    hub.faults.push({ kind: 'silence' });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('is refused and thrown away where a byte is wrong', async () => {
    hub.faults.push({ kind: 'wrong-byte', at: 0 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'wrong_bytes' });
    expect(await partials()).toEqual([]);
    hub.faults.push({ kind: 'break', after: 1000 }, { kind: 'wrong-byte', at: 0 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'wrong_bytes' });
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('is refused where more comes than was announced', async () => {
    hub.faults.push({ kind: 'more', bytes: 10 });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('keeps what arrived when the server gives nothing more, and says so', async () => {
    hub.faults.push({ kind: 'break', after: 1000 });
    for (let i = 0; i < 9; i++) hub.faults.push({ kind: 'status', status: 500 });
    await expect(fetchTiny()).rejects.toMatchObject({
      code: 'download_broken',
      message: expect.stringMatching(/model\.safetensors was broken off at \d+ of 300000 bytes/),
    });
    expect(await partials()).toHaveLength(1);
    hub.faults.length = 0;
    await fetchTiny();
    expect(await weights()).toEqual(LARGE);
  });

  it('follows to another server, by range too, which is not told the token', async () => {
    const store = new FakeHub(FILES);
    hub.elsewhere = await store.listen();
    store.faults.push({ kind: 'break', after: 100_000 });
    await fetchTiny({ token: 'secret' });
    await store.close();
    expect(await weights()).toEqual(LARGE);
    expect(store.asked.some((range) => range.startsWith('bytes='))).toBe(true);
    expect(new Set(hub.tokens)).toEqual(new Set(['Bearer secret']));
    expect(new Set(store.tokens)).toEqual(new Set([undefined]));
  });

  it('goes through the proxy that the environment names', async () => {
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, client) => {
      through.push(request.url!);
      const { port } = new URL(options.endpoint!);
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
    vi.unstubAllEnvs();
    await new Promise((resolve) => proxy.close(resolve));
    expect(await weights()).toEqual(LARGE);
    expect(new Set(through)).toEqual(new Set(['hub.invalid:80']));
  });

  it('is not begun where the disk has no room for it, and says how much is needed and free', async () => {
    const most = 2 ** 52;
    hub.listing = (files) => {
      const listing = listingOf(files);
      listing.siblings[1]!.lfs!.size = most;
      return listing;
    };
    await expect(fetchTiny()).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/MB are needed in .* and \d+ MB are free\. Make room/),
    });
    expect(hub.asked).toEqual([]);
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
    await expect(downloadSnapshot(other, modelFiles, options)).rejects.toMatchObject({ code: 'not_on_hub' });
    hub.listing = () => ({ hello: 'world' });
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
    hub.listing = () => '<html>';
    await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it.each(['../../evil', '/etc/passwd', 'a\\b', 'a//b', '.', '\x1b[2J.safetensors'])(
    'refuses a listing with %s',
    async (path) => {
      hub.listing = () => listingOf([{ path, content: Buffer.from('x'), lfs: false }]);
      await expect(fetchTiny()).rejects.toMatchObject({ code: 'bad_answer' });
      expect(existsSync(join(folder, 'evil'))).toBe(false);
    },
  );

  it.each(['../x', 'a/b/c', 'a b', '..', './model', 'org/.model', '-model'])(
    'refuses %s as a name',
    async (id) => {
      await expect(downloadSnapshot({ ...TINY, id }, modelFiles, options)).rejects.toMatchObject({
        code: 'invalid_name',
      });
    },
  );

  it('says what to carry here on a stick where there is no network', async () => {
    await hub.close();
    await expect(importModelFrom('org/tiny', options)).rejects.toMatchObject({
      code: 'hub_unreachable',
      message: expect.stringMatching(/model\.safetensors from .*org\/tiny.* models import FOLDER$/s),
    });
  });

  it('is refused where its weights can run code', () => {
    const [, , pickled] = FILES;
    const digest = { algorithm: 'sha256', hex: '0' } as const;
    expect(() => modelFiles('org/tiny', [{ path: pickled!.path, size: 6, digest }])).toThrow(
      /only as pytorch_model\.bin, a format that can run code/,
    );
  });

  it('becomes one of the models here', async () => {
    const source = join(folder, 'tiny');
    await writeTinyModel(source);
    const names = await readdir(source);
    await serve(
      await Promise.all(
        names.map(async (path) => ({
          path,
          content: await readFile(join(source, path)),
          lfs: path.endsWith('.safetensors'),
        })),
      ),
    );
    await importModelFrom('org/tiny', options);
    expect((await openModel('tiny')).config.hidden_size).toBe(8);
  });
});

describe('a dataset from the Hub', () => {
  const csv = (rows: string[]) => Buffer.from(`text,label\n${rows.join('\n')}\n`);
  const data: ServedFile[] = [
    { path: 'one/train.csv', content: csv(['good day,yes', 'bad day,no', 'a day,yes']), lfs: true },
    { path: 'one/validation.csv', content: csv(['good,yes', 'bad,no']), lfs: false },
    { path: 'two/train.csv', content: csv(['x,1']), lfs: false },
  ];

  it('becomes one of a person’s own, one configuration of it', async () => {
    await serve(data);
    const name = await importDatasetFrom('org/tiny', 'one', options);
    const { splits } = await loadDataset(name);
    expect(splits.train?.rows).toHaveLength(3);
    expect(splits.validation?.rows).toHaveLength(2);
  });

  it('lists the configurations where one must be named', async () => {
    await serve(data);
    await expect(importDatasetFrom('org/tiny', null, options)).rejects.toThrow(/one, two\. Name one/);
    expect(() => datasetFiles('org/tiny', [], null)).toThrow(/no data files/);
  });
});

describe('a dataset from this computer', () => {
  it.each(['zip', 'file', 'folder'])('becomes one of a person’s own, as a %s', async (kind) => {
    const content = 'said,kind\na good long day,up\na bad long day,down\n';
    const source = join(folder, kind === 'zip' ? 'days.zip' : kind === 'file' ? 'days.csv' : 'days');
    if (kind === 'folder') await mkdir(source);
    const path = kind === 'folder' ? join(source, 'train.csv') : source;
    await writeFile(path, kind === 'zip' ? await zipBytes({ 'days/train.csv': content }) : content);
    const name = await importDatasetFrom(source, null, { columns: { label: 'kind' } });
    const { splits, card, columns } = await loadDataset(name);
    expect(splits.train?.rows).toHaveLength(2);
    expect(columns).toMatchObject({ text: 'said', label: 'kind' });
    expect(card).toMatchObject({ title: 'days', rows: 2 });
  });

  it('is named where it is not there', async () => {
    for (const source of ['no such/zip/file.zip', 'typo.zip', 'data/typo.csv', './typo', 'typo.Parquet'])
      await expect(importDatasetFrom(source, null, options)).rejects.toMatchObject({ code: 'missing_file' });
    await expect(importModelFrom('./typo', options)).rejects.toMatchObject({ code: 'missing_file' });
    await expect(importModelFrom('typo.zip', options)).rejects.toMatchObject({ code: 'missing_file' });
  });
});
