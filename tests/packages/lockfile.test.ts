import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> = read('package.json');
const lock: { packages: Record<string, Record<string, unknown>>; lockfileVersion: number } =
  read('package-lock.json');
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

test('every package of the lockfile is pinned to its content by SHA-512', () => {
  const unpinned = locked.filter(([, { integrity }]) => !String(integrity).startsWith('sha512-'));
  expect(unpinned.map(([path]) => path)).toEqual([]);
});

test('every package comes from the registry that npm is set to, none from elsewhere', () => {
  const elsewhere = locked.filter(([, { resolved, link }]) => resolved !== undefined || link !== undefined);
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});

test('no package may run a script of its own while it is installed', () => {
  expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('the lockfile is that of the manifest', () => {
  for (const kind of ['dependencies', 'devDependencies'] as const)
    expect(lock.packages['']![kind]).toEqual(manifest[kind]);
});

/** Packages that the sources of a folder import. */
function importedBy(...folders: string[]): Set<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.c?tsx?$/.test(name) || /\.test\.ts$|^runtime.kernels/.test(name)) continue;
      const source = readFileSync(join(ROOT, folder, name), 'utf8');
      const imports = /^(?:import|export)\s[^;]*?from '([^.'][^']*)'|(?:import|require)\('([^.'][^']*)'\)/gm;
      for (const [statement, named, loaded] of source.matchAll(imports)) {
        if (/^import type\b/.test(statement)) continue;
        const [first, second] = (named ?? loaded!).split('/');
        found.add(first!.startsWith('@') ? `${first}/${second}` : first!);
      }
    }
  }
  for (const name of builtinModules) found.delete(name);
  found.delete('electron');
  return new Set([...found].filter((name) => !name.startsWith('node:')));
}

test('dependencies are what the program loads; what Vite puts into the page is none', () => {
  expect([...importedBy('app', 'main')].sort()).toEqual(Object.keys(manifest.dependencies).sort());
});

test('the bill of materials names every package of the program with its hash, as CycloneDX', () => {
  const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    shell: process.platform === 'win32',
  });
  const bill = JSON.parse(stdout);
  expect(bill.bomFormat).toBe('CycloneDX');
  const names: string[] = bill.components.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
  for (const { name, hashes } of bill.components) expect([name, hashes?.[0]?.alg]).toEqual([name, 'SHA-512']);
});
