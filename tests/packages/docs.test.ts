import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const markdown = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...markdown.map((name) => `docs/${name}`)];
const SOURCES = ['app', 'main', 'renderer', 'scripts', 'bench', 'tests'];

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);

test.each(pages)('%s names only files and commands that are there', (page) => {
  const text = read(page);
  const paths = found(text, /(?<![\w./-])((?:app|main|renderer|scripts|tests|resources|docs)\/[\w./-]*\w)/g);
  const missing = paths.filter((path) => !path.includes('NAME') && !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);

  const names = SOURCES.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map(String));
  const files = new Set(names.map((name) => basename(name)));
  expect(found(text, /`([\w-]+\.(?:[cm]?ts|tsx|mjs))`/g).filter((file) => !files.has(file))).toEqual([]);

  const { scripts } = JSON.parse(read('package.json'));
  expect(found(text, /npm run ([\w:-]+)/g).filter((name) => !(name in scripts))).toEqual([]);
});

test('docs/dependencies.md has a row for every package of the manifest, in the table it belongs to', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const tables = read('docs/dependencies.md').split('| for development |');
  const rows = tables.map((table) =>
    found(table, /^\| ([^|]+) \|/gm)
      .flatMap((packages) => packages.split(', '))
      .filter((name) => !['package', '---', '@types/*'].includes(name))
      .sort(),
  );
  const untyped = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'));
  expect(rows).toEqual([Object.keys(dependencies).sort(), untyped.sort()]);
});
