import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studioRequests } from '../../app/contract/studio.ts';
import { allRows } from '../../app/data/rows.ts';
import { StudioError } from '../../app/errors.ts';
import { outlineOf } from '../../app/lessons/page.ts';
import { parseProgress } from '../../app/lessons/progress.ts';
import { parseBertConfig } from '../../app/models/bert/config.ts';
import { learnerName } from '../../app/results/learner-name.ts';
import { formatResultFile, parseResultFile } from '../../app/results/result-file.ts';
import { recipesOf, runsOf } from '../../app/results/room.ts';
import { quizGains } from '../../app/results/room-quiz.ts';
import { parsePoint } from '../../app/runs/points.ts';
import { newRunRecord } from '../../app/runs/record.ts';
import { CheckpointWeights } from '../../main/storage/checkpoint-weights.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { encodeRows } from '../../main/storage/encode-rows.ts';
import { readLabelEdits } from '../../main/storage/label-edits.ts';
import { openModel } from '../../main/storage/models.ts';
import { openRun } from '../../main/storage/runs.ts';
import { extractZip } from '../../main/storage/zip.ts';
import { learnerParts } from '../results/result-files.ts';
import { NEW_RUN } from '../support/new-run.ts';
import { safetensorsBytes, temporaryFolder, tinyTensors, writeTinyModel } from '../support/tiny-model.ts';
import { zipBytes } from '../support/zip-bytes.ts';
import { flipped, mutated } from './mutate.ts';

/** Inputs in all; `npm run fuzz` tries a hundred thousand. */
const INPUTS = Number(process.env.BERT_STUDIO_FUZZ ?? 1200);
const SEED = Number(process.env.BERT_STUDIO_SEED ?? 1);
/** Processor seconds one input may take: a hang, not a busy machine, is what must not be. */
const LONGEST = 2;
/** Bytes the process may have grown by, after everything. */
const MOST_MEMORY = 1.5e9;

/** Few, so that what is changed is more often something else. */
const ONE_STEP = {
  step: [1],
  epoch: [0.1],
  elapsed_seconds: [1],
  loss: [0.7],
  grad_norm: [1],
  learning_rate: [1e-4],
  tokens: [900],
};

let folder: string;
const memoryBefore = process.memoryUsage().rss;

beforeAll(async () => {
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = join(folder, 'home');
});
afterAll(async () => {
  delete process.env.BERT_STUDIO_HOME;
  await rm(folder, { recursive: true });
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(MOST_MEMORY);
});

/** Reads every input: each is accepted, or refused with an error that a person can act on, in a bounded time. */
async function survives<Input>(
  inputs: fc.Arbitrary<Input>,
  share: number,
  read: (input: Input) => unknown,
): Promise<void> {
  const numRuns = Math.max(20, Math.round(INPUTS * share));
  const property = fc.asyncProperty(inputs, async (input) => {
    const before = process.cpuUsage();
    try {
      await read(input);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      expect(error.message.length).toBeGreaterThan(10);
    }
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(LONGEST);
  });
  await fc.assert(property, { numRuns, seed: SEED, endOnFailure: true });
}

const TIMEOUT = 120_000 + INPUTS * 60;

describe('mutated files', () => {
  it(
    'of weights are read whole or refused',
    async () => {
      const file = join(folder, 'weights', 'model.safetensors');
      await mkdir(join(folder, 'weights'));
      await survives(mutated(safetensorsBytes(tinyTensors())), 0.15, async (bytes) => {
        await writeFile(file, bytes);
        const weights = await CheckpointWeights.open(join(folder, 'weights'));
        try {
          for (const [name, shape] of weights.shapes) {
            await weights.readInto(name, new Float32Array(shape.reduce((a, b) => a * b, 1)));
          }
        } finally {
          await weights.close();
        }
      });
    },
    TIMEOUT,
  );

  it.each(['config.json', 'vocab.txt', 'tokenizer_config.json'])(
    'of a model (%s) are opened or refused',
    async (name) => {
      const model = join(folder, `model-${name}`);
      await writeTinyModel(model);
      const original = await readFile(join(model, name));
      await survives(mutated(original), 0.05, async (bytes) => {
        await writeFile(join(model, name), bytes);
        const { tokenizer } = await openModel(model);
        tokenizer.encode('a good day', { truncation: 'do_not_truncate' });
      });
    },
    TIMEOUT,
  );

  const CONLL = 'EU\tB-ORG\nrejects\tO\nGerman\tB-MISC\n\nPeter\tB-PER\nBlackburn\tI-PER\n\n'.repeat(4);
  const CSV = `text,label,stars\n${'"A good, long day",yes,5\n"He said ""no""",no,1\nplain,yes,3\n'.repeat(4)}`;
  const JSONL = '{"text":"good","label":1}\n{"text":"bad","label":0,"more":[1,{"a":null}]}\n'.repeat(4);
  it.each([
    ['rows.csv', CSV],
    ['rows.tsv', CSV.replaceAll(',', '\t')],
    ['rows.jsonl', JSONL],
    ['rows.json', `[${JSONL.trim().split('\n').join(',')}]`],
    ['rows.conll', CONLL],
  ])(
    'of data (%s) are opened or refused',
    async (name, content) => {
      const file = join(folder, name);
      // What is refused as it is would be no beginning.
      await writeFile(file, content);
      await loadDataset(file);
      await survives(mutated(Buffer.from(content)), 0.08, async (bytes) => {
        await writeFile(file, bytes);
        const { splits } = await loadDataset(file);
        await splits.train?.rows.read([0]);
      });
    },
    TIMEOUT,
  );

  it.each(['films', 'entities', 'mrpc-numbers', 'mrpc/train-00000-of-00001', 'boats-1', 'boats-2'])(
    'of data (%s.parquet) are opened or refused',
    async (name) => {
      const original = await readFile(join('tests/data/parquet', `${name}.parquet`));
      const file = join(folder, 'rows.parquet');
      await survives(fc.oneof(mutated(original), flipped(original)), 0.08, async (bytes) => {
        await writeFile(file, bytes);
        const { splits } = await loadDataset(file);
        await splits.train?.rows.read([0]);
      });
    },
    TIMEOUT,
  );

  it.each(['rows', 'tokens'])(
    'of data kept in the cache (%s) are read, made anew or refused, and the next time all is well',
    async (kind) => {
      const path = join(folder, `kept-${kind}.csv`);
      await writeFile(path, CSV);
      const cache = join(folder, 'home', 'cache', 'datasets');
      await rm(cache, { recursive: true, force: true });
      await writeTinyModel(join(folder, `kept-${kind}`));
      const { tokenizer } = await openModel(join(folder, `kept-${kind}`));
      const read = async () => {
        const dataset = await loadDataset(path, {}, ['train'], { mostInMemory: 0 });
        const { rows } = dataset.splits.train!;
        const { source } = await encodeRows(rows, {
          tokenizer,
          head: headFor(dataset),
          maxLength: 8,
          file: path,
        });
        await source.read([0, rows.length - 1]);
        return allRows(rows);
      };
      const whole = await read();
      const name = (await readdir(cache)).find((one) => one.endsWith(kind))!;
      const original = await readFile(join(cache, name));
      await survives(fc.oneof(mutated(original), flipped(original)), 0.02, async (bytes) => {
        await writeFile(join(cache, name), bytes);
        try {
          expect(await read()).toHaveLength(whole.length);
        } catch (error) {
          expect(await read()).toEqual(whole);
          throw error;
        }
      });
    },
    TIMEOUT,
  );

  it(
    'of archives are unpacked or refused, and nothing lands outside',
    async () => {
      const bytes = await zipBytes({ 'config.json': '{"a": 1}', 'deep/vocab.txt': 'x\ny\n'.repeat(50) });
      const inside = join(folder, 'zips', 'inside');
      await survives(mutated(bytes), 0.1, async (zip) => {
        await mkdir(inside, { recursive: true });
        const path = join(folder, 'archive.zip');
        await writeFile(path, zip);
        try {
          await extractZip(path, inside, { files: 10, bytes: 1e6 });
        } finally {
          expect(await readdir(join(folder, 'zips'))).toEqual(['inside']);
          await rm(inside, { recursive: true });
        }
      });
    },
    TIMEOUT,
  );

  it(
    'of a run are read, or refused by name',
    async () => {
      const run = join(folder, 'run');
      await mkdir(run);
      const record = JSON.stringify(newRunRecord(NEW_RUN, '2026-01-01T00:00:00Z'), null, 2);
      await survives(mutated(Buffer.from(record)), 0.1, async (bytes) => {
        await writeFile(join(run, 'run.json'), bytes);
        await openRun(run);
      });
    },
    TIMEOUT,
  );

  it(
    'of learners are read, or refused by name, and what was read can be looked at',
    async () => {
      const learner = learnerParts(1, { lesson: null });
      const whole = formatResultFile({ ...learner, runs: [{ ...learner.runs[0]!, steps: ONE_STEP }] });
      await survives(mutated(Buffer.from(whole)), 0.1, (bytes) => {
        const result = parseResultFile('ana.json', Buffer.from(bytes).toString('utf8'));
        const all = [{ id: result.learner.id, name: learnerName('ana.json', result), result }];
        recipesOf(all.flatMap(runsOf));
        quizGains(all);
      });
    },
    TIMEOUT,
  );

  it(
    'of edited labels are read, or refused by name',
    async () => {
      const file = join(folder, 'home', 'label-edits', 'reviews.json');
      await mkdir(join(file, '..'), { recursive: true });
      const edits = [{ split: 'train', row: 3, label: '1' }];
      await survives(mutated(Buffer.from(JSON.stringify({ version: 1, edits }))), 0.05, async (bytes) => {
        await writeFile(file, bytes);
        await readLabelEdits('reviews');
      });
    },
    TIMEOUT,
  );
});

describe('texts that mean something to the studio', () => {
  it('points of a run: any line is a point or none', () =>
    survives(
      mutated(Buffer.from('{"kind":"step","step":12,"epoch":0.5,"loss":0.69,"grad_norm":null,"seconds":1}')),
      0.1,
      (bytes) => parsePoint(Buffer.from(bytes).toString('utf8')),
    ));

  it(
    'pages of a lesson: a directive is understood or named as a problem',
    async () => {
      const page = await readFile('resources/lessons/understanding-bert/architecture.md');
      await survives(mutated(page), 0.05, (bytes) => outlineOf(Buffer.from(bytes).toString('utf8')));
    },
    TIMEOUT,
  );

  it('configurations and progress: any JSON', () =>
    survives(fc.jsonValue(), 0.1, (value) => {
      parseProgress(value);
      parseBertConfig(value, 'config.json');
    }));

  it('requests of a window: whatever is sent is checked without a fault', () =>
    survives(
      fc.tuple(fc.constantFrom(...Object.values(studioRequests)), fc.jsonValue()),
      0.2,
      ([spec, params]) => spec.params.safeParse(params),
    ));
});
