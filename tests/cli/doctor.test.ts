import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  checkDisk,
  checkFolder,
  checkMemory,
  checkNode,
  checkProcessor,
  checkSystem,
} from '../../main/services/doctor/computer.ts';
import { checkBrowser, checkModels, checkRuntime, checkWindow } from '../../main/services/doctor/program.ts';
import { studio } from './command-line.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const GIGABYTE = 2 ** 30;

test('an old Node, an Intel Mac, an old processor and little memory are told with what to do', () => {
  expect(checkNode('18.19.0')).toMatchObject({ state: 'bad', remedy: expect.stringContaining('20.19') });
  expect(checkNode('20.19.0').state).toBe('good');
  expect(checkSystem('darwin', 'x64')).toMatchObject({
    state: 'bad',
    remedy: expect.stringContaining('Intel Macs since version 1.24'),
  });
  expect(checkSystem('win32', 'arm64').state).toBe('good');
  expect(checkProcessor('x64', ['sse2'])).toMatchObject({
    state: 'note',
    found: expect.stringContaining('without AVX2'),
  });
  expect(checkMemory(4 * GIGABYTE, GIGABYTE)).toMatchObject({
    state: 'note',
    remedy: expect.stringContaining('MiniLM'),
  });
  expect(checkMemory(GIGABYTE, 0).state).toBe('bad');
});

test('a data folder that cannot be is told with the way to move it', async () => {
  writeFileSync(join(folder, 'file'), '');
  const inFile = join(folder, 'file/data');
  expect(await checkFolder(inFile)).toMatchObject({
    state: 'bad',
    remedy: expect.stringContaining('BERT_STUDIO_HOME'),
  });
  expect((await checkDisk(inFile)).state).toBe('bad');
  expect((await checkFolder(join(folder, 'new'))).state).toBe('good');
});

test('an ONNX Runtime that does not load, or crashes, takes nothing with it', async () => {
  expect(await checkRuntime("throw new Error('libfoo.so: cannot open shared object file')")).toMatchObject({
    state: 'bad',
    found: expect.stringContaining('libfoo.so'),
  });
  expect(await checkRuntime('process.abort()')).toMatchObject({ state: 'bad', found: 'ended by SIGABRT' });
  expect(await checkRuntime("import('no-such-package')")).toMatchObject({
    remedy: expect.stringContaining('installs anew'),
  });
  // As in a portable folder, which has no npm.
  vi.stubEnv('BERT_STUDIO_CALLED', './start.sh');
  expect(await checkRuntime("import('no-such-package')")).toMatchObject({
    remedy: 'Copy the folder of BERT Studio anew.',
  });
  vi.unstubAllEnvs();
});

test('a model that is not as it came is named', async () => {
  mkdirSync(join(folder, 'tiny'));
  writeFileSync(join(folder, 'tiny/config.json'), '{}');
  const sums = { 'tiny/config.json': '0'.repeat(64), 'tiny/model.safetensors': '0'.repeat(64) };
  writeFileSync(join(folder, 'sha256.json'), JSON.stringify(sums));
  expect(await checkModels(folder)).toMatchObject({
    state: 'bad',
    found: 'tiny/config.json is not as it came; tiny/model.safetensors is missing',
  });
});

test('without a display or a browser the studio says how it opens', () => {
  const linux = (env: NodeJS.ProcessEnv, uid = 1000) => checkWindow({ platform: 'linux', env, uid });
  expect(linux({})).toMatchObject({ state: 'note', found: expect.stringContaining('DISPLAY is not set') });
  expect(linux({ DISPLAY: ':0' }, 0).found).toContain('root');
  expect(checkBrowser('linux', () => false)).toMatchObject({ state: 'note', found: 'none was found' });
  expect(checkBrowser('win32').state).toBe('good');
});

test('the command says for everything what is there, for people and for programs', () => {
  const names = ['Node.js', 'System', 'Processor', 'Memory', 'Disk', 'Data folder', 'ONNX Runtime', 'Models'];
  const { out, code } = studio(folder, 'doctor', '--json');
  const checks: { name: string; state: string }[] = JSON.parse(out);
  expect(checks.map(({ name }) => name)).toEqual([...names, 'Desktop window', 'Browser']);
  expect(code).toBe(checks.some(({ state }) => state === 'bad') ? 1 : 0);
  expect(checks.find(({ name }) => name === 'Models')).toMatchObject({ state: 'good' });
});
