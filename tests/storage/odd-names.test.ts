import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
