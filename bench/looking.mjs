// node bench/looking.mjs FILE...: what a person waits for who looks at a large file, asked of the studio's own answers to
// questions about datasets, and the longest that one question keeps another waiting. Writes nothing but a temporary folder.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { peakBytes } from './peak_memory.mjs';

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    search: { type: 'string', default: 'zanzibar express' },
    far: { type: 'string', default: '900000' },
    'without-tokens': { type: 'boolean', default: false },
  },
});
// In TMPDIR, where a copy of the file has to fit.
const home = mkdtempSync(join(tmpdir(), 'bert-studio-looking-'));
process.env.BERT_STUDIO_HOME = home;
const { DatasetQuestions } = await import('../dist/main/services/browsing/dataset-questions.js');
const { datasetRequests } = await import('../dist/app/contract/datasets.js');

if (options['without-tokens']) {
  const { KnownRows } = await import('../dist/main/services/browsing/known-rows.js');
  const { tokenize } = KnownRows.prototype;
  KnownRows.prototype.tokenize = function (...of) {
    return this.parts.length > 5000 ? new Promise(() => {}) : tokenize.apply(this, of);
  };
}
/** What is waited for before anything else is asked. */
const isKnown = (pending) =>
  pending === null || (options['without-tokens'] && pending.doing === 'counting tokens');

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

try {
  for (const file of files) {
    console.log(`${basename(file)}, ${Math.round(statSync(file).size / 1e6)} MB`);
    console.log(`${''.padEnd(34)}       ms  proc.ms  turn.ms`);
    await look(file);
  }
  console.log(`peak memory ${Math.round(peakBytes() / 1e6)} MB`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function look(file) {
  const step = async (name, work) => {
    delay.reset();
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const value = await work();
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    // A turn that took long is only noted by the next.
    await setTimeout(5);
    const columns = [ms, (user + system) / 1000, delay.max / 1e6].map((value) =>
      value.toFixed(0).padStart(9),
    );
    console.log(`${name.padEnd(34)}${columns.join('')}`);
    return value;
  };
  let changed = () => {};
  const questions = new DatasetQuestions((event) => event.kind === 'changed' && changed());
  /** @type {import('../dist/main/services/studio/stage-files.js').StagedFiles} */
  const staged = {
    path: file,
    source: basename(file),
    files: [{ handle: 'x', name: basename(file), path: file, split: 'train' }],
  };
  const { id } = await step("opened as a dataset of one's own", () =>
    questions.keep({ staged, columns: {}, title: basename(file, extname(file)), division: null }),
  );
  const asked = (query) => datasetRequests['datasets.view'].params.parse({ id, split: 'all', ...query });
  const view = (query = {}) => questions.view(asked(query));
  const page = (query = {}, start = 0) => questions.rows({ ...asked(query), start, count: 100 });
  /** Until as much is known: asked again whenever more is. */
  const until = async (isKnown, query = {}) => {
    for (;;) {
      const more = new Promise((resolve) => {
        changed = () => resolve(undefined);
      });
      const answer = await view(query);
      if (isKnown(answer.pending)) return answer;
      await more;
    }
  };
  const searched = (search) => until((pending) => pending?.doing !== 'searching', { search });
  await step('first rows', async () => [await view(), await page()]);
  await step('all rows and figures', () => until((pending) => pending?.firstRows == null));
  await step('near-duplicates', () => until((pending) => pending?.doing !== 'comparing rows'));
  if (!options['without-tokens']) await step('tokens', () => until(isKnown));
  const whole = await view();
  const far = Math.min(Number(options.far), whole.total - 100);
  await step('the same again', () => view());
  await step(`rows ${far} on`, () => page({}, far));
  const scrolled = async () => {
    const pages = [];
    for (let start = far - 5000; start < far; start += 100) pages.push((await page({}, start)).length);
    return pages;
  };
  await step('50 pages', scrolled);
  const { search } = options;
  await step('search: the first answer', async () => [await view({ search }), await page({ search })]);
  const { matching } = await step('search: all', () => searched(search));
  if (matching !== Math.floor((whole.total + 222) / 1000)) throw new Error(`${matching} rows found`);
  await step('search: its first rows again', () => page({ search }));
  await step('search: what no row has', () => searched('qqqzzz'));
  await step('search: typed letter by letter', async () => {
    for (const typed of ['w', 'wa', 'wat', 'wate']) {
      void view({ search: typed });
      await setTimeout(160);
    }
    await searched('water');
  });
  const label = { filters: [{ column: 'label', values: ['positive'] }] };
  await step('filter by a label', async () => [await view(label), await page(label)]);
  const bin = whole.summaries.find(({ id: column }) => column === 'extra:id').bins[5];
  const length = { filters: [{ column: 'extra:id', from: bin.from, to: bin.to }] };
  await step('filter by a bar', async () => [await view(length), await page(length)]);
  await step('validation alone', async () => [await view({ split: 'validation' })]);
  for (const sort of ['tokens', 'label', 'tags', 'extra:id', 'text'])
    await step(`sort by ${sort}`, async () => [await view({ sort }), await page({ sort })]);
  await step('the same, descending', () => page({ sort: 'text', descending: true }));
  await step('where a row is', () => questions.position({ ...asked({}), source: 'train', row: far }));
  await step('another division', () => view({ division: { share: 0.1, seed: 7 } }));
  await questions.forget({ id });
  await step('opened again', async () => {
    await view();
    await until(isKnown);
  });
  await questions.forget({ id });
}
