import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUSES, setFuses, wrongFuses } from '../../scripts/fuses.mjs';

const ROOT = join(import.meta.dirname, '../..');
const isBuilt =
  existsSync(join(ROOT, 'dist/main/electron/main.js')) && existsSync(join(ROOT, 'dist/renderer'));
const isLinux = process.platform === 'linux' && process.arch === 'x64';
const lacks = !isBuilt ? ' (skipped: not built)' : isLinux ? '' : ' (skipped: not a Linux computer with x64)';

/** What a fuse wire looks like in Electron's binary: a mark, its version, its length, and all on as delivered. */
const WIRE = Buffer.from(`dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x08${'1'.repeat(8)}`, 'latin1');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-package-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As much of an Electron as electron-builder wants; it is a shell script that ends. */
function standInForElectron(): string {
  const dist = join(folder, 'electron');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  mkdirSync(join(dist, 'locales'));
  writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), WIRE]));
  chmodSync(join(dist, 'electron'), 0o755);
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'version',
    'chrome-sandbox',
    'locales/en-US.pak',
    'locales/de.pak',
  ])
    writeFileSync(join(dist, name), '');
  return dist;
}

test('fuses are set in a binary and read back from it', async () => {
  const binary = join(folder, 'binary');
  writeFileSync(binary, WIRE);
  expect(await wrongFuses(binary)).toContain('the fuse RunAsNode is not off');
  await setFuses(binary);
  expect(await wrongFuses(binary)).toEqual([]);
  expect(FUSES).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    OnlyLoadAppFromAsar: true,
    EnableEmbeddedAsarIntegrityValidation: true,
  });
});

describe('electron-builder.yml', () => {
  const config = load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) as Record<string, never> & {
    [system in 'win' | 'mac' | 'linux']: { target: { target: string; arch: string[] }[]; files: string[] };
  };

  test('names the packages of each system', () => {
    const targets = (system: 'win' | 'mac' | 'linux') => config[system].target.map(({ target }) => target);
    expect([targets('win'), targets('mac'), targets('linux')]).toEqual([
      ['nsis'],
      ['dmg'],
      ['AppImage', 'deb'],
    ]);
  });

  test('pins the Electron that is shipped, no older than the one of a clone', () => {
    const version = String(config.electronVersion);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const [ours] = manifest.devDependencies.electron.match(/\d+/)!;
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(Number(ours));
  });

  test('builds for no processor that ONNX Runtime has no library for', () => {
    const names = { win: 'win32', mac: 'darwin', linux: 'linux' } as const;
    for (const [system, name] of Object.entries(names)) {
      for (const { arch } of config[system as 'win'].target) {
        for (const one of arch) {
          const library = join(ROOT, 'node_modules/onnxruntime-node/bin/napi-v6', name, one);
          expect([library, existsSync(library)]).toEqual([library, true]);
        }
      }
    }
  });

  test('has what a deb asks for beside the program', () => {
    expect(config).toMatchObject({
      extraMetadata: { homepage: expect.stringContaining('https://') },
      linux: { maintainer: expect.stringContaining('@') },
    });
  });

  test('drops the libraries of other systems and compiles nothing', () => {
    const dropped = (system: 'win' | 'mac' | 'linux') => config[system].files.join();
    expect(dropped('win')).toContain('{darwin,linux}');
    expect(dropped('mac')).toContain('{linux,win32}');
    expect(dropped('linux')).toContain('{darwin,win32}');
    expect(config).toMatchObject({ npmRebuild: false, asar: true, afterPack: 'scripts/fuses.mjs' });
  });
});

describe.skipIf(lacks !== '')(`the unpacked Linux tree${lacks}`, () => {
  const tree = () => join(folder, 'out/linux-unpacked');
  const archive = () => join(tree(), 'resources/app.asar');
  let files: string[];

  beforeAll(() => {
    const options = ['--linux', '--x64', '--dir', '--publish', 'never'];
    const settings = [
      `-c.electronDist=${standInForElectron()}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ];
    const builder = join(ROOT, 'node_modules/electron-builder/cli.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [builder, ...options, ...settings], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stdout + stderr);
    files = listPackage(archive(), { isPack: false }).map((name) => name.slice(1));
    // On a machine that does much else.
  }, 300_000);

  test('holds the program, its page, its resources and its licences', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'NOTICE',
        'dist/main/electron/main.js',
        'dist/main/electron/preload.cjs',
        'dist/main/workers/training-process.js',
        'dist/kernels.wasm',
        'dist/renderer/index.html',
        'resources/icons/icon.png',
        'resources/models/models.json',
        'resources/lessons/understanding-bert/lesson.json',
        'resources/datasets/datasets.json',
        'node_modules/zod/package.json',
      ]),
    );
  });

  test('holds nothing of the workshop: no tests, sources, maps, shared files or tools', () => {
    const tools = [
      'vitest',
      'playwright',
      'typescript',
      'vite',
      'electron',
      'react',
      'lucide-react',
      'assemblyscript',
    ];
    const alien = files.filter(
      (name) =>
        /^(?:tests|bench|scripts|shared|docs|app|main|renderer|runs|\.)/.test(name) ||
        (/\.(?:ts|tsx|map|tsbuildinfo)$/.test(name) && !name.endsWith('/')) ||
        /\.test\.js$/.test(name) ||
        tools.some((tool) => name === `node_modules/${tool}`),
    );
    expect(alien).toEqual([]);
  });

  test('has the native library of this system alone, and beside the archive, where the system can load it', () => {
    const native = files.filter((name) => /\.(?:node|dll|dylib|so(?:\.\d+)*)$/.test(name));
    expect(
      native.every((name) => name.startsWith('node_modules/onnxruntime-node/bin/napi-v6/linux/x64/')),
    ).toBe(true);
    expect(native).toContainEqual(expect.stringMatching(/onnxruntime_binding\.node$/));
    for (const name of native) expect(existsSync(join(`${archive()}.unpacked`, name))).toBe(true);
  });

  test('has the models beside the archive, where they are read in place', () => {
    const model = 'resources/models/all-MiniLM-L6-v2/model.safetensors';
    expect(existsSync(join(`${archive()}.unpacked`, model))).toBe(true);
  });

  test('has its fuses set', async () => {
    expect(await wrongFuses(join(tree(), 'bert-studio'))).toEqual([]);
  });

  test('lacks no library: its program, laid out by itself, encodes a sentence', () => {
    const alone = join(folder, 'alone');
    extractAll(archive(), alone);
    const program = `import(${JSON.stringify(join(alone, 'dist/main/cli/main.js'))}).then(({ main }) => main(['encode', 'Hello']))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
      cwd: alone,
      encoding: 'utf8',
      env: { ...process.env, BERT_STUDIO_HOME: join(folder, 'home') },
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('tensor([[[');
  });
});
