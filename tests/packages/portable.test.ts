import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, isBuilt } from '../../scripts/build.mjs';
import { fetchRuntime, layOut, RUNTIMES } from '../../scripts/portable.mjs';
import { writeTinyModel } from '../support/tiny-model.ts';

// The short form: Node and the libraries are stand-ins. `npm run portable` makes the real folder, `npm run portable:prove` tries it.

const ROOT = join(import.meta.dirname, '../..');
const isLinux = process.platform === 'linux';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-portable-'));
  if (!isBuilt()) build();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'));

/** Libraries as npm installs them, as far as a folder is told by them. */
function standInForLibraries(): string {
  const modules = join(folder, 'modules');
  for (const platform of Object.keys(RUNTIMES)) {
    const library = join(modules, 'onnxruntime-node/bin/napi-v6', ...platform.split('-'));
    mkdirSync(library, { recursive: true });
    writeFileSync(join(library, 'onnxruntime_binding.node'), platform);
  }
  // As npm links the commands of packages.
  const commands = join(modules, '.bin');
  mkdirSync(commands, { recursive: true });
  writeFileSync(join(modules, 'cli.js'), '');
  if (process.platform !== 'win32' && !existsSync(join(commands, 'cli')))
    symlinkSync('../cli.js', join(commands, 'cli'));
  return modules;
}

/** Passes everything on to the Node of this test. */
function standInForNode(): string {
  const node = join(folder, 'node');
  writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  return node;
}

/** Data, lesson and the list of models, with a tiny model in place of the large ones. */
async function standInForResources(): Promise<string> {
  const resources = join(folder, 'resources');
  for (const name of ['datasets', 'lessons'])
    cpSync(join(ROOT, 'resources', name), join(resources, name), { recursive: true });
  await writeTinyModel(join(resources, 'models/tiny'));
  writeFileSync(join(resources, 'models/models.json'), '{}');
  return resources;
}

async function make(platform: string): Promise<string> {
  const target = join(folder, `made-${platform}`);
  const modules = standInForLibraries();
  const resources = await standInForResources();
  await layOut(target, platform, { node: standInForNode(), licence: null, modules, resources });
  return target;
}

test('there is a folder for every system that ONNX Runtime has a library for, and no other', () => {
  const libraries = join(ROOT, 'node_modules/onnxruntime-node/bin/napi-v6');
  const there = readdirSync(libraries).flatMap((os) =>
    readdirSync(join(libraries, os)).map((cpu) => `${os}-${cpu}`),
  );
  expect(Object.keys(RUNTIMES).sort()).toEqual(there.sort());
  for (const { package: name, integrity } of Object.values(RUNTIMES)) {
    expect(name).toMatch(/@\d+\.\d+\.\d+$/);
    expect(Buffer.from(integrity.replace('sha512-', ''), 'base64')).toHaveLength(64);
  }
});

test('a Node that is not the one that was pinned is refused and thrown away', () => {
  const cache = join(folder, 'cache');
  const archive = join(cache, RUNTIMES['win32-x64']!.package, 'node.tgz');
  mkdirSync(join(archive, '..'), { recursive: true });
  writeFileSync(archive, 'another program');
  expect(() => fetchRuntime('win32-x64', cache)).toThrow('is not what it should be');
  expect(existsSync(archive)).toBe(false);
});

describe('the folder for Windows', () => {
  let files: string[];
  let target: string;
  beforeAll(async () => {
    target = await make('win32-x64');
    files = filesIn(target);
  });

  test('holds Node, the studio, models, data, lesson, launchers and licences', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'start.cmd',
        'check.cmd',
        'README.txt',
        'LICENSE',
        'NOTICE',
        'SHA256SUMS',
        'node/node.exe',
        'studio/start.mjs',
        'studio/package.json',
        'studio/dist/main/cli/main.js',
        'studio/dist/main/workers/training-process.js',
        'studio/dist/renderer/index.html',
        'studio/dist/kernels.wasm',
        'studio/resources/models/tiny/model.safetensors',
        'studio/resources/datasets/datasets.json',
        'studio/resources/lessons/understanding-bert/lesson.json',
      ]),
    );
  });

  test('holds no sources, tests or maps, and the library of its own system alone', () => {
    const alien = files.filter(
      (name) =>
        /^studio\/(?:dist\/tests|tests|bench|docs)\//.test(name) ||
        /\.(?:ts|tsx|map|tsbuildinfo)$/.test(name) ||
        name.endsWith('.test.js'),
    );
    expect(alien).toEqual([]);
    expect(files.filter((name) => name.endsWith('.node'))).toEqual([
      'studio/node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime_binding.node',
    ]);
  });

  test('holds no links: sticks cannot, and they would lead to where it was made', () => {
    const all = readdirSync(target, { recursive: true, withFileTypes: true });
    expect(all.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name)).toEqual([]);
    expect(files.filter((name) => name.includes('/.bin/'))).toEqual([]);
  });

  test('has launchers and a README as Windows reads them', () => {
    for (const name of ['start.cmd', 'check.cmd', 'README.txt']) {
      const text = readFileSync(join(target, name), 'utf8');
      expect([name, /[^\r]\n/.test(text)]).toEqual([name, false]);
    }
    expect(readFileSync(join(target, 'start.cmd'), 'utf8')).toContain(
      '"%~dp0node\\node.exe" "%~dp0studio\\start.mjs"',
    );
  });

  test('has a checksum for every file', () => {
    const named = readFileSync(join(target, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(named.map((line) => line.slice(66)).sort()).toEqual(
      files.filter((name) => name !== 'SHA256SUMS').sort(),
    );
  });
});

describe.skipIf(!isLinux)(`the folder for Linux${isLinux ? '' : ' (skipped: not Linux)'}`, () => {
  let target: string;
  beforeAll(async () => {
    target = await make(`linux-${process.arch}`);
  });

  const run = (script: string, ...args: string[]) => {
    const home = join(folder, 'person');
    mkdirSync(home, { recursive: true });
    const { status, stdout, stderr } = spawnSync(join(target, script), args, {
      cwd: home,
      encoding: 'utf8',
      env: { HOME: home, PATH: '/usr/bin:/bin' },
    });
    return { status, said: stdout + stderr, home };
  };

  test('is whole, and what is missing or changed is named', () => {
    expect(run('check.sh').said).toMatch(/^All \d+ files are as they were made\.\n$/);
    const lesson = join(target, 'studio/resources/lessons/understanding-bert/lesson.json');
    const before = readFileSync(lesson);
    writeFileSync(lesson, '{}');
    rmSync(join(target, 'NOTICE'));
    const { status, said } = run('check.sh');
    expect(status).toBe(1);
    expect(said).toContain('missing: NOTICE');
    expect(said).toContain('not as it was made: studio/resources/lessons/understanding-bert/lesson.json');
    writeFileSync(lesson, before);
  });

  test('trains, and everything it writes is in its own data folder', () => {
    rmSync(join(target, 'studio/node_modules'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(target, 'studio/node_modules'));
    const { status, said, home } = run(
      'start.sh',
      'train',
      `--model=${join(target, 'studio/resources/models/tiny')}`,
      '--data=reviews',
      '--max_steps=2',
      '--eval_strategy=no',
      '--max_seq_length=16',
    );
    expect(said).toContain('2 steps');
    expect(status).toBe(0);
    expect(readdirSync(home)).toEqual([]);
    expect(readdirSync(join(target, 'data/runs'))).toHaveLength(1);
    expect(run('start.sh', 'runs', 'list').said).toContain('reviews');
  });

  test('says what to do where it may not write, as on a stick that is locked', () => {
    rmSync(join(target, 'data'), { recursive: true });
    writeFileSync(join(target, 'data'), 'in the way');
    const { status, said } = run('start.sh', 'models');
    expect(status).toBe(1);
    expect(said).toContain('Copy the whole folder to this computer');
  });
});
