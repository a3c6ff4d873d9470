// What the studio's process for datasets does with one file: node data_ours.mjs FILE SEARCH [tokens]
import { summarise } from '../dist/app/data/browsing/column-summary.js';
import { KnownRows } from '../dist/main/services/browsing/known-rows.js';
import { PartsOfDataset } from '../dist/main/services/browsing/parts-of-dataset.js';
import { loadDataset } from '../dist/main/storage/datasets.js';
import { openModel } from '../dist/main/storage/models.js';
import { peakBytes } from './peak_memory.mjs';

const [file, search, tokens] = process.argv.slice(2);
const MODEL = 'all-MiniLM-L6-v2';
const { signal } = new AbortController();
const division = { share: 0.2, seed: 42 };

async function step(name, work) {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ step: name, seconds, cpu: (user + system) / 1e6 }));
  return result;
}

await step('first rows', () => loadDataset(file, {}, ['train'], { first: 5000 }));
await step('all rows', () => loadDataset(file, {}, ['train']));
const dataset = await step('again', () => loadDataset(file, {}, ['train']));
const parts = new PartsOfDataset(dataset);
const rows = await step('summary', async () => {
  const known = await KnownRows.of(parts, signal);
  const { columns } = await known.table(MODEL, division, 128);
  const all = Int32Array.from({ length: parts.length }, (_, i) => i);
  for (const column of columns) summarise(column, all);
  return known;
});
await step('page', () => parts.read(Array.from({ length: 100 }, (_, i) => Math.floor(parts.length / 2) + i)));
const found = await step('search', () => rows.searches.find(search, () => {}, Number.POSITIVE_INFINITY));
const hits = found.rows.reduce((sum, hit) => sum + hit, 0);
if (hits !== Math.floor((parts.length + 222) / 1000)) throw new Error(`The search found ${hits} rows.`);
await step('near-duplicates', () => rows.compare(division, () => {}));
if (tokens) {
  const { tokenizer } = await openModel(MODEL);
  await step('tokens', () => rows.tokenize(MODEL, tokenizer, () => {}));
}
console.log(JSON.stringify({ peak: peakBytes() }));
