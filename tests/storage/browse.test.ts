import { createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { type DatasetView, datasetRequests } from '../../app/contract/datasets.ts';
import { RandomStream } from '../../app/random.ts';
import { type DatasetEvent, DatasetQuestions } from '../../main/services/browsing/dataset-questions.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const home = mkdtempSync(join(tmpdir(), 'bert-studio-browse-'));
const ROWS = 200_000;
/** Enough for the rows to be kept on disk and shown before all are read. */
const WORDS = 16;

type Query = z.input<(typeof datasetRequests)['datasets.view']['params']>;
let model: string;

/** A window's question, as the contract completes it. */
const ask = (query: Partial<Query> & { id: string }) =>
  datasetRequests['datasets.view'].params.parse({ model, split: 'all', ...query });

/** Answers, and what is told; `known` resolves when nothing is pending any more. */
function shelf() {
  const changes = new Set<() => void>();
  const doings = new Set<string>();
  const questions = new DatasetQuestions((event: DatasetEvent) => {
    if (event.kind === 'progress') doings.add(event.progress.doing);
    if (event.kind === 'changed') for (const tell of changes) tell();
  });
  const known = async (query: ReturnType<typeof ask>): Promise<DatasetView> => {
    for (;;) {
      let tell = () => {};
      const changed = new Promise<void>((resolve) => {
        tell = resolve;
      });
      changes.add(tell);
      const view = await questions.view(query);
      if (view.pending === null) return view;
      await changed;
      changes.delete(tell);
    }
  };
  return { questions, known, doings: doings as ReadonlySet<string> };
}

const random = new RandomStream(1);
const word = () => random.below(5000).toString(36);

function rowOf(i: number): string {
  if (i === 150_000) return `${i},"!A needle, in a haystack",positive,topic 1\n`;
  if (i === 150_001) return `${i},"!a  needle, IN a haystack",negative,topic 1\n`;
  const text = Array.from({ length: WORDS }, word).join(' ');
  return `${i},"${text}",${i % 3 === 0 ? 'positive' : 'negative'},topic ${i % 7}\n`;
}

/** Bytes that are held, once what nobody needs is gone. */
function held(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function writeLarge(path: string): Promise<void> {
  function* lines() {
    yield 'id,text,label,topic\n';
    for (let i = 0; i < ROWS; i += 500) yield Array.from({ length: 500 }, (_, j) => rowOf(i + j)).join('');
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

beforeAll(async () => {
  vi.stubEnv('BERT_STUDIO_HOME', home);
  model = join(home, 'tiny');
  await writeTinyModel(model);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

async function keep(questions: DatasetQuestions, path: string, title: string): Promise<string> {
  const staged = {
    path,
    files: [{ handle: 'handle', name: title, path, split: 'train' as const }],
    source: title,
  };
  return (await questions.keep({ staged, columns: {}, title, division: null })).id;
}

describe('a file of 200,000 rows', () => {
  const { questions, known } = shelf();
  let id: string;
  let before: number;

  beforeAll(async () => {
    const path = join(home, 'large.csv');
    await writeLarge(path);
    before = held();
    id = await keep(questions, path, 'Large');
    rmSync(path);
  });

  it('is shown by its first rows before it is read, and then whole', async () => {
    rmSync(join(home, 'cache'), { recursive: true, force: true });
    const first = await questions.view(ask({ id }));
    expect(first.pending).toMatchObject({ doing: 'reading', firstRows: 5000 });
    expect(first.total).toBe(5000);
    const [row] = await questions.rows({ ...ask({ id }), start: 0, count: 1 });
    expect(row).toMatchObject({ row: 0, line: 2, extra: { id: '0', topic: 'topic 0' } });
    const whole = await known(ask({ id }));
    expect(whole.total).toBe(ROWS);
    expect(whole.labels.reduce((sum, { count }) => sum + count, 0)).toBe(ROWS);
    const kinds = readdirSync(join(home, 'cache/datasets')).map((name) => name.split('.')[1]);
    expect(kinds.sort()).toEqual(['near', 'rows', 'tokens']);
  }, 180_000);

  it('has its figures: labels, columns, lengths and what repeats', async () => {
    const view = await known(ask({ id }));
    expect(view.summaries.map(({ id: column }) => column)).toEqual([
      'label',
      'text',
      'tokens',
      'extra:id',
      'extra:topic',
    ]);
    for (const { bins, values } of view.summaries) {
      const counted = [...bins, ...values].reduce((sum, { all }) => sum + all, 0);
      expect(counted).toBe(ROWS);
    }
    expect(view.tagged.duplicate + view.tagged.leak).toBeGreaterThan(0);
    expect(view.splits.map(({ rows }) => rows).reduce((a, b) => a + b)).toBe(ROWS);
  });

  it('gives a page in the middle, a search and an order without holding its texts', async () => {
    const started = performance.now();
    const page = await questions.rows({ ...ask({ id }), start: 123_400, count: 100 });
    const pageMilliseconds = performance.now() - started;
    expect(page[0]).toMatchObject({ row: 123_400, line: 123_402 });
    expect(page).toHaveLength(100);
    expect(pageMilliseconds).toBeLessThan(1000);

    const search = ask({ id, search: 'NEEDLE, in' });
    expect((await known(search)).found).toBe(2);
    const found = await questions.rows({ ...search, start: 0, count: 10 });
    expect(found.map(({ row }) => row)).toEqual([150_000, 150_001]);

    const last = ask({ id, sort: 'extra:id', descending: true });
    const [row] = await questions.rows({ ...last, start: 0, count: 1 });
    expect(row!.row).toBe(ROWS - 1);
    const byText = ask({ id, sort: 'text' });
    const [a, b] = await questions.rows({ ...byText, start: 0, count: 2 });
    // Two spaces come before one and a letter.
    expect([a!.row, b!.row]).toEqual([150_001, 150_000]);
    expect(await questions.position({ ...byText, source: 'train', row: 150_000 })).toBe(1);

    // A few numbers a row: the rows themselves would take ten times as much.
    expect((held() - before) / 2 ** 20).toBeLessThan(60);
  });

  it('is not compared anew when it is opened again', async () => {
    const { tagged } = await known(ask({ id }));
    const later = shelf();
    expect((await later.known(ask({ id }))).tagged).toEqual(tagged);
    expect([...later.doings]).not.toContain('comparing rows');
    await later.questions.forget({ id });
  });

  it('takes a label by hand and gives it back without being read anew', async () => {
    await questions.label({ id, source: 'train', row: 150_000, label: 'negative' });
    const edited = await questions.view(ask({ id, tag: 'edited' }));
    expect([edited.found, edited.pending]).toEqual([1, null]);
    const [row] = await questions.rows({ ...ask({ id, tag: 'edited' }), start: 0, count: 1 });
    expect(row).toMatchObject({ row: 150_000, labels: ['negative'], fileLabels: ['positive'] });
    await questions.label({ id, source: 'train', row: 150_000, label: null });
    expect((await questions.view(ask({ id, tag: 'edited' }))).found).toBe(0);
  });
});

describe('a large file with a fault far down', () => {
  it('is not kept, and the fault is told with its line', async () => {
    const { questions } = shelf();
    const path = join(home, 'fault.csv');
    writeFileSync(path, `text,label\n${`"${'a day '.repeat(25)}",a\n`.repeat(120_000)}"never closed,b\n`);
    await expect(keep(questions, path, 'Fault')).rejects.toThrow(/Line 120002 .* never ends/);
    expect(existsSync(join(home, 'datasets/my-Fault'))).toBe(false);
  });
});
