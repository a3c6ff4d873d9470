import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { temporaryFolder } from '../support/tiny-model.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

/** What every object has, or is made by. */
const NAMES = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];

it('labels called as what every object has are labels, with names and without', async () => {
  const file = join(folder, 'code.csv');
  const rows = NAMES.flatMap((name) => [`a good day,${name}`, `another day,${name}`]);
  await writeFile(file, `text,label\n${rows.join('\n')}\n`);
  expect(headFor(await loadDataset(file)).labels).toEqual(NAMES);
  const named = await loadDataset(file, { labelNames: { toString: 'text' } });
  expect(headFor(named).labels).toEqual([...NAMES.slice(0, 3), 'text']);
  expect((await allRows(named.splits.train!.rows)).map(({ label }) => label)).toEqual(
    [...NAMES.slice(0, 3), 'text'].flatMap((name) => [name, name]),
  );
});

it('a file that ends as what every object has is of no format', async () => {
  for (const ending of ['constructor', 'toString', '__proto__']) {
    const file = join(folder, `rows.${ending}`);
    await writeFile(file, 'text,label\na,b\n');
    await expect(loadDataset(file)).rejects.toMatchObject({ code: 'unknown_format' });
  }
});

it('keys of a JSON file that reach for the prototype of objects change none', async () => {
  const file = join(folder, 'rows.jsonl');
  const line = (label: string) =>
    `{"text": "a good day", "label": "${label}", "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}`;
  await writeFile(file, `${line('yes')}\n${line('no')}\n`);
  const { splits } = await loadDataset(file);
  expect(splits.train!.rows.length).toBe(2);
  expect(await allRows(splits.train!.rows)).toHaveLength(2);
  expect({}).not.toHaveProperty('polluted');
});

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const WIDE = Array.from({ length: 50_000 }, (_, i) => `c${i}`).join(',');

it.each([
  [
    'a value nested a hundred thousand deep',
    'a.jsonl',
    `{"text": "a day", "label": "x", "more": ${DEEP}}\n`,
    'bad_json',
  ],
  ['a text that is nested so', 'b.json', `[{"text": ${DEEP}, "label": "x"}]`, 'bad_json'],
  ['an array that is', 'c.json', DEEP, 'bad_json'],
  ['fifty thousand columns', 'd.csv', `text,label,${WIDE}\na day,x,${WIDE}\n`, 'too_many_columns'],
  ['as many in CoNLL', 'e.conll', `${'a '.repeat(50_000)}O\n`, 'too_many_columns'],
])('%s: refused by name, and soon', async (_, name, content, code) => {
  const file = join(folder, name);
  await writeFile(file, content);
  const before = process.cpuUsage();
  await expect(loadDataset(file)).rejects.toMatchObject({ code, message: expect.stringContaining(name) });
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});

it.skipIf(process.platform === 'win32')(
  'a pipe, which nobody may ever write into, is refused (needs mkfifo)',
  async () => {
    const pipe = join(folder, 'rows.csv');
    execFileSync('mkfifo', [pipe]);
    await expect(loadDataset(pipe)).rejects.toMatchObject({ code: 'not_a_file' });
  },
);

it('a Parquet file whose columns are damaged, and not those it tells of, is refused, and no column fails unheard', async () => {
  const bytes = await readFile('tests/data/parquet/mrpc-numbers.parquet');
  bytes.fill(0xff, 4, 12);
  // Where the row group names its second column: what reads the first one has begun by then.
  bytes.write('sentenceX', bytes.lastIndexOf('sentence2'), 'latin1');
  const file = join(folder, 'rows.parquet');
  await writeFile(file, bytes);
  const unheard = vi.fn();
  process.on('unhandledRejection', unheard);
  await expect(loadDataset(file)).rejects.toMatchObject({ code: 'invalid_parquet' });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unheard);
  expect(unheard).not.toHaveBeenCalled();
});
