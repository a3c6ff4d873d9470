import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allRows, MemoryRows } from '../../app/data/rows.ts';
import { CancelledError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { encodeRows, tokensPerRow } from '../../main/storage/encode-rows.ts';
import { openModel } from '../../main/storage/models.ts';
import { RowFile } from '../../main/storage/row-file.ts';

const home = mkdtempSync(join(tmpdir(), 'bert-studio-stored-'));
const cache = join(home, 'cache/datasets');
let tokenizer: BertTokenizer;

beforeAll(async () => {
  vi.stubEnv('BERT_STUDIO_HOME', home);
  ({ tokenizer } = await openModel('all-MiniLM-L6-v2'));
});
beforeEach(() => rmSync(cache, { recursive: true, force: true }));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const ON_DISK = { mostInMemory: 0 };
const load = (path: string, options = {}) => loadDataset(path, {}, ['train'], options);
const cached = () => readdirSync(cache).map((name) => name.replace(/.*\./, ''));

function file(name: string, content: string): string {
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
}

const TAGGED = [
  'Grace\tB-PER',
  'Hopper\tI-PER',
  'visited\tO',
  'unbelievably\tO',
  '\u200b\tO',
  'Zurich\tB-LOC',
  '',
  'Nothing\tO',
  '',
].join('\n');

const SEVERAL = [
  '{"text": "A film about the sea", "labels": ["drama", "nature"]}',
  '{"text": "Two hours of laughter – and 🙂", "labels": ["comedy"]}',
  '{"text": "", "labels": ["drama"]}',
  '{"text": "An empty stage", "labels": []}',
].join('\n');

const SCORES = 'text,score\nalmost,0.5\n"a, b",1.25\nworse,-3\n';

const DATA: readonly [string, () => string][] = [
  ['one label a row', () => 'reviews'],
  ['pairs', () => 'paraphrase'],
  ['tagged words, one without a token', () => file('tagged.conll', TAGGED)],
  ['several labels a row', () => file('several.jsonl', SEVERAL)],
  ['numbers', () => file('scores.csv', SCORES)],
  ['texts alone', () => file('texts.txt', 'The first line\nand the second one, a little longer\n')],
];

describe('rows on disk', () => {
  it.each(DATA)('are the rows in memory: %s', async (_, path) => {
    const memory = await load(path());
    const disk = await load(path(), ON_DISK);
    expect(memory.splits.train!.rows.storage).toBeInstanceOf(MemoryRows);
    expect(disk.splits.train!.rows.storage).toBeInstanceOf(RowFile);
    const [inMemory, onDisk] = [memory.splits.train!, disk.splits.train!];
    expect(await allRows(onDisk.rows)).toEqual(await allRows(inMemory.rows));
    expect(onDisk.labels).toEqual(inMemory.labels);
    expect(onDisk.skipped).toEqual(inMemory.skipped);
    const some = Int32Array.from([1, 0, inMemory.rows.length - 1]);
    expect(await allRows(onDisk.rows.select(some))).toEqual(await allRows(inMemory.rows.select(some)));
  });

  it.each(DATA)('give the model the same examples, truncated or not: %s', async (_, path) => {
    const memory = await load(path());
    const disk = await load(path(), ON_DISK);
    const head: HeadSpec = headFor(memory);
    for (const maxLength of [8, 128]) {
      const options = { tokenizer, head, maxLength, file: 'data' };
      const expected = await encodeRows(memory.splits.train!.rows, options);
      const encoded = await encodeRows(disk.splits.train!.rows, options);
      const all = Array.from({ length: expected.source.length }, (_, i) => i).reverse();
      expect(await encoded.source.read(all)).toEqual(await expected.source.read(all));
      expect(encoded.source.lengths).toEqual(expected.source.lengths);
      expect(encoded.truncated).toBe(expected.truncated);
      expect(encoded.lostWords).toEqual(expected.lostWords);
    }
    const counted = await tokensPerRow(memory.splits.train!.rows, tokenizer);
    expect(await tokensPerRow(disk.splits.train!.rows, tokenizer)).toEqual(counted);
  });

  it('with labels edited by hand are the same too', async () => {
    const labels = new Map([
      [0, ['nature']],
      [1, ['horror']],
    ]);
    for (const path of ['reviews', file('several.jsonl', SEVERAL)]) {
      const [memory, disk] = [await load(path), await load(path, ON_DISK)].map(({ splits }) =>
        splits.train!.rows.edit({ labels, leftOut: new Set([3]) }),
      );
      expect(await allRows(disk!)).toEqual(await allRows(memory!));
      const head: HeadSpec = {
        task: 'text-classification',
        problemType: path === 'reviews' ? 'single_label_classification' : 'multi_label_classification',
        labels: ['negative', 'positive', 'drama', 'nature', 'comedy', 'horror'],
      };
      const options = { tokenizer, head, maxLength: 32, file: 'data' };
      const [a, b] = [await encodeRows(memory!, options), await encodeRows(disk!, options)];
      expect(await b.source.read([0, 1, 2])).toEqual(await a.source.read([0, 1, 2]));
    }
  });

  it('name the row whose label a head does not know', async () => {
    const { splits } = await load(file('labels.csv', 'text,label\na day,good\na night,odd\n'), ON_DISK);
    const head: HeadSpec = {
      task: 'text-classification',
      problemType: 'single_label_classification',
      labels: ['good', 'bad'],
    };
    const options = { tokenizer, head, maxLength: 16, file: 'labels.csv' };
    await expect(encodeRows(splits.train!.rows, options)).rejects.toThrow(
      /labels\.csv, line 3: the label "odd"/,
    );
  });
});

describe('what is kept of large data', () => {
  it('is found again, and made anew when the file has changed', async () => {
    const path = file('changing.csv', 'text,label\nfirst,a\nsecond,b\n');
    await load(path, ON_DISK);
    expect(cached()).toEqual(['rows']);
    await load(path, ON_DISK);
    expect(cached()).toEqual(['rows']);
    file('changing.csv', 'text,label\nfirst,a\nthird!,b\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    const { splits } = await load(path, ON_DISK);
    expect((await allRows(splits.train!.rows)).map(({ text }) => text)).toEqual(['first', 'third!']);
    expect(cached()).toEqual(['rows', 'rows']);
  });

  it('is not left half-written by a fault on a later line, or when it is cancelled', async () => {
    const path = file('fault.csv', `text,label\n${'a row,x\n'.repeat(60_000)}"open,b\n`);
    await expect(load(path, ON_DISK)).rejects.toThrow(/Line 60002 .*opens a quoted field that never ends/);
    const whole = file('whole.csv', `text,label\n${'a row,x\n'.repeat(60_000)}`);
    const controller = new AbortController();
    const options = { ...ON_DISK, signal: controller.signal, onProgress: () => controller.abort() };
    await expect(load(whole, options)).rejects.toThrow(CancelledError);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('that was cut short is made anew', async () => {
    const path = file('cut.csv', 'text,label\nfirst,a\nsecond,b\n');
    await load(path, ON_DISK);
    const [name] = readdirSync(cache);
    writeFileSync(join(cache, name!), 'half');
    const { splits } = await load(path, ON_DISK);
    expect(splits.train!.rows).toHaveLength(2);
  });
});

describe('rows and tokens on disk that are damaged', () => {
  const CSV = `text,label\n${'"A good, long day",yes\nplain,no\n'.repeat(40)}`;
  const texts = async (path: string) => {
    const dataset = await load(path, ON_DISK);
    const { rows } = dataset.splits.train!;
    const options = { tokenizer, head: headFor(dataset), maxLength: 16, file: path };
    const { source } = await encodeRows(rows, options);
    const all = Array.from({ length: rows.length }, (_, i) => i);
    const tokens = (await source.read(all)).map(({ inputIds }) => [...inputIds]);
    return { texts: (await allRows(rows)).map(({ text }) => text), tokens };
  };
  const asides = () => readdirSync(cache).filter((name) => name.includes('.set-aside-'));

  it.each([
    ['rows', 'empty', () => Buffer.alloc(0)],
    ['rows', 'cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['rows', 'of another end', (bytes: Buffer) => swapped(bytes, '"length"', '"lengtj"')],
    ['rows', 'of other rows', (bytes: Buffer) => swapped(bytes, '"length":80', '"length":79')],
    ['rows', 'with a column elsewhere', (bytes: Buffer) => swapped(bytes, '"at":', '"at":9')],
    ['tokens', 'cut', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['tokens', 'of other rows', (bytes: Buffer) => swapped(bytes, '"length":80', '"length":79')],
  ])('(%s, %s) are set aside and made anew', async (kind, _, damage) => {
    const path = file('many.csv', CSV);
    const whole = await texts(path);
    const name = readdirSync(cache).find((one) => one.endsWith(kind))!;
    const hurt = damage(readFileSync(join(cache, name)));
    writeFileSync(join(cache, name), hurt);
    expect(await texts(path)).toEqual(whole);
    expect(asides()).toEqual([expect.stringContaining(name)]);
    expect(readFileSync(join(cache, asides()[0]!))).toEqual(hurt);
  });

  it.each(['rows', 'tokens'])(
    '(a record of %s) are named once, and made anew the next time',
    async (kind) => {
      const path = file('many.csv', CSV);
      const whole = await texts(path);
      const name = readdirSync(cache).find((one) => one.endsWith(kind))!;
      const hurt = readFileSync(join(cache, name));
      // The length of the first text.
      hurt.writeInt32LE(1e9, kind === 'rows' ? 4 : 0);
      writeFileSync(join(cache, name), hurt);
      await expect(texts(path)).rejects.toMatchObject({
        code: 'damaged_file',
        details: { file: join(cache, name) },
      });
      expect(await texts(path)).toEqual(whole);
      expect(asides()).toEqual([expect.stringContaining(name)]);
    },
  );
});

/** With one of its words another, and a trailer of the right length. */
function swapped(bytes: Buffer, word: string, other: string): Buffer {
  const json = bytes.length - 12 - bytes.readUInt32LE(bytes.length - 12);
  const trailer = Buffer.from(bytes.toString('utf8', json, bytes.length - 12).replace(word, other));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(trailer.length);
  return Buffer.concat([bytes.subarray(0, json), trailer, length, bytes.subarray(-8)]);
}
