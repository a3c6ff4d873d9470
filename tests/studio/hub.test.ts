import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HubDownload, HubLook, HubPlace } from '../../app/contract/hub.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { FakeHub, listingOf, type ServedFile, servedModel } from '../hub/fake-hub.ts';
import { eventually } from '../support/eventually.ts';
import { neverSpawns } from '../support/never-spawns.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

// What a window asks of the Hub, from a server on loopback that breaks connections and serves wrong bytes.

const CSV = Buffer.from(`text,label\n${'a good day,up\na bad day,down\n'.repeat(10)}`);
const DATA: ServedFile[] = [
  { path: 'one/train.csv', content: CSV, lfs: true },
  { path: 'one/validation.csv', content: CSV, lfs: false },
  { path: 'two/train.csv', content: CSV, lfs: false },
];

let home: string;
let hub: FakeHub;
let studio: Studio;

const ask = <Value>(name: string, params: object = {}) => studio.invoke(name, params) as Promise<Value>;
const weights = () => join(home, 'models/mine/model.safetensors');

async function serve(files: readonly ServedFile[]): Promise<void> {
  hub = new FakeHub(files);
  vi.stubEnv('HF_ENDPOINT', await hub.listen());
}

async function modelFiles(): Promise<ServedFile[]> {
  const folder = join(home, 'elsewhere');
  await writeTinyModel(folder);
  return servedModel(folder);
}

/** All that is told of a download until it ends. */
function told(): Promise<HubDownload[]> {
  return new Promise((resolve) => {
    const seen: HubDownload[] = [];
    const stop = studio.subscribe(({ event, payload }) => {
      if (event !== 'hub.changed') return;
      const download = payload as HubDownload;
      seen.push(download);
      if (['fetching', 'checking'].includes(download.phase)) return;
      stop();
      resolve(seen);
    });
  });
}

async function fetched(wanted: object): Promise<HubDownload[]> {
  const end = told();
  await ask('hub.fetch', wanted);
  return end;
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-hub-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
  vi.stubEnv('HF_HOME', join(home, 'hf'));
  studio = createStudio('web', neverSpawns);
});
afterEach(async () => {
  await studio.close();
  await hub.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

test('a model is looked at before anything is fetched, then fetched, checked and listed', async () => {
  const files = await modelFiles();
  await serve(files);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  const look = await ask<HubLook>('hub.look', { kind: 'models', id: 'org/tiny' });
  expect(look).toMatchObject({ bytes, toFetch: bytes, configurations: [], configuration: null });
  expect(look.room.needed).toBeGreaterThan(2 * bytes);
  expect(hub.asked).toEqual([]);
  const all = await fetched({ kind: 'models', id: 'org/tiny', name: 'mine' });
  expect(all.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['fetching', 'checking', 'done']));
  expect(all.at(-1)).toMatchObject({ done: bytes, total: bytes, error: null });
  expect(all.at(-1)!.model).toMatchObject({ model: { id: 'mine', layers: 2 }, report: { missing: [] } });
  const again = await ask<HubLook>('hub.look', { kind: 'models', id: 'org/tiny' });
  expect(again).toMatchObject({ bytes, toFetch: 0 });
});

test('a name that is taken is refused before anything is fetched', async () => {
  await serve(await modelFiles());
  const name = 'all-MiniLM-L6-v2';
  const taken = ask('hub.fetch', { kind: 'models', id: 'org/tiny', name });
  await expect(taken).rejects.toMatchObject({ code: 'already_exists' });
  expect(hub.asked).toEqual([]);
  expect(await ask('hub.state')).toMatchObject({ download: null });
});

test('what was cancelled goes on where it stopped, and only one download goes at a time', async () => {
  await serve(await modelFiles());
  hub.faults.push({ kind: 'hold', after: 1000 });
  const end = told();
  await ask('hub.fetch', { kind: 'models', id: 'org/tiny', name: 'mine' });
  await eventually(async () => {
    const { download } = await ask<{ download: HubDownload }>('hub.state');
    expect(download).toMatchObject({ phase: 'fetching', file: 'model.safetensors' });
  });
  const second = ask('hub.fetch', { kind: 'datasets', id: 'org/tiny' });
  await expect(second).rejects.toMatchObject({ code: 'download_going' });
  await ask('hub.cancel');
  expect((await end).at(-1)!.phase).toBe('cancelled');
  expect(existsSync(weights())).toBe(false);
  const look = await ask<HubLook>('hub.look', { kind: 'models', id: 'org/tiny' });
  expect(look.files.find(({ path }) => path === 'model.safetensors')!.here).toBe(1000);
  expect((await fetched({ kind: 'models', id: 'org/tiny', name: 'mine' })).at(-1)!.phase).toBe('done');
  expect(hub.asked).toContain('bytes=1000-');
});

test('wrong bytes are told, and nothing is kept of them', async () => {
  await serve(await modelFiles());
  hub.faults.push({ kind: 'wrong-byte', at: 9 });
  const [last] = (await fetched({ kind: 'models', id: 'org/tiny', name: 'mine' })).slice(-1);
  expect(last).toMatchObject({ phase: 'failed', error: { code: 'wrong_bytes', stack: null }, byHand: null });
  expect(existsSync(weights())).toBe(false);
});

test('without a network it is said what to bring and from where', async () => {
  await serve([]);
  const { place } = await ask<{ place: HubPlace }>('hub.state');
  await hub.close();
  const wanted = { kind: 'models', id: 'org/tiny' };
  const byHand = {
    address: `${place.endpoint}/org/tiny/tree/main`,
    files: expect.arrayContaining(['config.json', 'model.safetensors']),
  };
  await expect(ask('hub.look', wanted)).rejects.toMatchObject({
    code: 'hub_unreachable',
    details: { byHand },
  });
  expect((await fetched(wanted)).at(-1)).toMatchObject({ phase: 'failed', byHand });
});

test('a dataset’s configurations are there to choose from, and its files are handed over', async () => {
  await serve(DATA);
  const wanted = { kind: 'datasets', id: 'org/tiny' };
  const look = await ask<HubLook>('hub.look', wanted);
  expect(look).toMatchObject({ configurations: ['one', 'two'], configuration: null, files: [] });
  const one = await ask<HubLook>('hub.look', { ...wanted, configuration: 'one' });
  expect(one.files.map(({ path }) => path)).toEqual(['one/train.csv', 'one/validation.csv']);
  const last = (await fetched({ ...wanted, configuration: 'one' })).at(-1)!;
  const staged = await studio.intake.stage(last.files!.map((handle) => ({ handle })));
  expect(staged.source).toBe('org/tiny one on the Hugging Face Hub');
  expect(staged.files.map(({ name, split }) => [name, split])).toEqual([
    ['train.csv', 'train'],
    ['validation.csv', 'validation'],
  ]);
  expect(readFileSync(join(staged.path, 'train.csv'))).toEqual(CSV);
});

test('a window is told the mirror and the host of the proxy, never its password or the token', async () => {
  await serve([]);
  vi.stubEnv('HTTP_PROXY', 'http://name:secret@proxy.example:3128');
  vi.stubEnv('NO_PROXY', 'elsewhere.example');
  vi.stubEnv('HF_TOKEN', 'hf_secret');
  const { place } = await ask<{ place: HubPlace }>('hub.state');
  expect(place).toMatchObject({ proxy: 'proxy.example:3128', hasToken: true });
  expect(JSON.stringify(place)).not.toContain('secret');
});

test('a listing that lies about its paths is refused', async () => {
  await serve(DATA);
  hub.listing = () => listingOf([{ path: '../../evil.csv', content: CSV, lfs: false }]);
  await expect(ask('hub.look', { kind: 'datasets', id: 'org/tiny' })).rejects.toMatchObject({
    code: 'bad_answer',
  });
});
