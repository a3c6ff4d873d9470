import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MadeResults, OpenedLearners } from '../../app/contract/results.ts';
import { formatResultFile, parseResultFile } from '../../app/results/result-file.ts';
import { type Learner, recipesOf, runsOf } from '../../app/results/room.ts';
import { quizGains } from '../../app/results/room-quiz.ts';
import { resultRunOf } from '../../app/results/write-run.ts';
import { formatPoint } from '../../app/runs/points.ts';
import { metricValues, spread } from '../../app/runs/seeds.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { neverSpawns } from '../support/never-spawns.ts';
import { courseFor, idOf, learnerParts, recordOf, writeRoom } from './result-files.ts';

let folder: string;
let studio: Studio;
const ask = <Value>(name: string, params: object = {}) => studio.invoke(name, params) as Promise<Value>;
const open = async (paths: readonly string[]) => {
  const handles = await Promise.all(paths.map(async (path) => (await studio.intake.offer(path)).handle));
  return ask<OpenedLearners>('learners.open', { handles });
};
const list = () => ask<{ learners: { id: string; name: string }[]; problems: unknown[] }>('learners.list');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-results-'));
  vi.stubEnv('BERT_STUDIO_HOME', join(folder, 'home'));
  studio = createStudio('web', neverSpawns);
});
afterAll(async () => {
  await studio.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** All runs of four words in some texts. */
function phrases(texts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
    for (let i = 0; i + 4 <= words.length; i++) found.add(words.slice(i, i + 4).join(' '));
  }
  return found;
}

describe('a learner’s file', () => {
  const OWN_TEXT = 'Yesterday my neighbour told me a long secret';
  let made: MadeResults;
  let text: string;
  let rows: string[];

  beforeAll(async () => {
    const { splits } = await loadDataset('paraphrase');
    const read = await splits.train!.rows.read([0, 1, 2, 3]);
    rows = read.flatMap(({ text, textPair }) => [text, textPair!]);
    const record = {
      ...recordOf('first'),
      name: 'First',
      dataset: { ...recordOf('first').dataset, name: join(folder, 'clinic.csv') },
      error: { code: 'bad_row', message: `Row 1 is odd: ${rows[0]}` },
    };
    const run = join(folder, 'home/runs/first');
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'run.json'), JSON.stringify(record));
    writeFileSync(join(run, 'about.json'), JSON.stringify({ name: null, note: OWN_TEXT, guess: 0.8 }));
    const watched = read.map(({ text, textPair }, row) => ({
      row,
      text,
      pair: textPair,
      label: 'equivalent',
    }));
    const points = [{ kind: 'watched' as const, step: 0, examples: watched }, ...courseFor(1)];
    writeFileSync(join(run, 'metrics.jsonl'), points.map(formatPoint).join(''));
    mkdirSync(join(folder, 'home/runs/torn'));
    writeFileSync(join(folder, 'home/runs/torn/run.json'), '{"format":1,');
    const happened = { at: '2026-05-04T10:00:00.000Z', lesson: 'understanding-bert' };
    await ask('kept.set', {
      key: 'quiz-results',
      value: {
        format: 2,
        events: [
          { type: 'answer', id: '1', ...happened, question: 'bidirectional', answer: ['a'], sure: 'certain' },
        ],
      },
    });
    const kept = { guess: '', text: OWN_TEXT };
    const cells = { lake: { done: true, kept: { guess: 'ice' } }, tokens: { done: true, kept } };
    await ask('kept.set', {
      key: 'lesson-progress',
      value: { format: 1, lessons: { 'understanding-bert': { page: null, read: ['overview'], cells } } },
    });
    made = await ask<MadeResults>('results.make', { name: 'Ana' });
    text = readFileSync(join(folder, 'home/exports', made.name), 'utf8');
  });

  test('has runs with settings, device and curves, answers, and predictions', () => {
    const { runs, quiz, lesson, learner } = parseResultFile(made.name, text);
    expect(made).toMatchObject({ runs: 1, questions: 1, guesses: 2, name: 'bert-studio-results-Ana.json' });
    expect(learner.name).toBe('Ana');
    expect(runs[0]).toMatchObject({ name: 'First', device: 'cpu', threads: 2, guess: 0.8 });
    expect(runs[0]!.args.per_device_train_batch_size).toBe(16);
    expect(runs[0]!.steps.loss).toHaveLength(144);
    expect(Object.keys(runs[0]!.evaluations[0]!.metrics)).toEqual(['accuracy', 'f1']);
    expect(runs[0]!.predictions).toEqual([{ row: 3, scores: [0.25, 0.75] }]);
    expect(quiz!.questions[0]!.tries[0]!.misconceptions).toHaveLength(1);
    expect(lesson!.cells).toContainEqual({ id: 'lake', done: true, guess: 'ice' });
  });

  test('has no text of a dataset, nothing a person typed, no label and no path', () => {
    const words = (text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).join(' ');
    expect([...phrases([...rows, OWN_TEXT])].filter((phrase) => words.includes(phrase))).toEqual([]);
    expect(text).not.toContain('equivalent');
    expect(text).not.toContain(folder);
  });

  test('names the run that could not be read', () => {
    expect(made.problems).toEqual([expect.stringContaining('torn')]);
  });

  test('is anonymous where no name is given, and the same learner’s the next time', async () => {
    const again = await ask<MadeResults>('results.make');
    expect(again.learner).toBe(made.learner);
    expect(again.name).toBe(`bert-studio-results-${made.learner}.json`);
    const file = readFileSync(join(folder, 'home/exports', again.name), 'utf8');
    expect(parseResultFile(again.name, file).learner.name).toBeNull();
  });
});

describe('a room', () => {
  const results = () => join(folder, 'room');
  beforeEach(async () => {
    rmSync(join(folder, 'home/learners'), { recursive: true, force: true });
    rmSync(results(), { recursive: true, force: true });
  });

  test('opens twenty files at once; what cannot be read is named, and the rest is there', async () => {
    const paths = await writeRoom(results(), 20);
    const broken = join(results(), 'broken.json');
    writeFileSync(broken, readFileSync(paths[0]!, 'utf8').slice(0, 500));
    const newer = join(results(), 'newer.json');
    writeFileSync(newer, readFileSync(paths[0]!, 'utf8').replace('"format":1', '"format":2'));
    const other = join(results(), 'notes.txt');
    writeFileSync(other, 'no results');
    const { opened, problems } = await open([...paths, broken, newer, other]);
    expect(opened).toBe(20);
    expect(problems.map(({ file }) => file)).toEqual(['broken.json', 'newer.json', 'notes.txt']);
    const { learners } = await list();
    expect(learners).toHaveLength(20);
    expect(learners.map(({ name }) => name)).toContain(idOf(7));
  });

  test('a file that is damaged where it is kept is named and set aside when it comes again', async () => {
    const [path] = await writeRoom(results(), 2);
    await open(await writeRoom(results(), 2));
    writeFileSync(join(folder, `home/learners/${idOf(1)}.json`), '{"format":1,"na');
    expect(await list()).toMatchObject({ learners: [{ id: idOf(2) }], problems: [{}] });
    await open([path!]);
    expect((await list()).learners).toHaveLength(2);
    expect(readdirSync(join(folder, 'home/learners')).join()).toContain('set-aside');
  });

  test('the newest file of a learner counts, and the name the host gave stays', async () => {
    const [first] = await writeRoom(results(), 1);
    await open([first!]);
    await ask('learners.rename', { id: idOf(1), name: 'Row 3, left' });
    const later = join(results(), 'again.json');
    writeFileSync(later, formatResultFile(learnerParts(1, { exported_at: '2026-05-04T12:00:00.000Z' })));
    expect((await open([later])).opened).toBe(1);
    expect((await list()).learners).toMatchObject([{ name: 'Row 3, left' }]);
    const { opened, problems } = await open([first!]);
    expect(opened).toBe(0);
    expect(problems[0]!.message).toContain('older than what is here');
  });

  test('is cleared, and that is taken back', async () => {
    await open(await writeRoom(results(), 3));
    const ids = (await list()).learners.map(({ id }) => id);
    await ask('learners.remove', { ids });
    expect((await list()).learners).toEqual([]);
    await ask('learners.restore', { ids });
    expect((await list()).learners).toHaveLength(3);
  });

  const learners = (count: number): Learner[] =>
    Array.from({ length: count }, (_, i) => {
      const result = parseResultFile('x', formatResultFile(learnerParts(i + 1)));
      return { id: result.learner.id, name: result.learner.id, result };
    });

  test('runs with the same settings are one recipe; a seed counts once, by its longest run', () => {
    const all = learners(5);
    const other = parseResultFile(
      'x',
      formatResultFile(
        learnerParts(9, {
          runs: [
            resultRunOf({
              record: recordOf('a', { seed: 3 }),
              model: 'all-MiniLM-L6-v2',
              guess: null,
              points: courseFor(3),
            }),
            resultRunOf({
              record: recordOf('b', { learning_rate: 2e-5 }),
              model: 'all-MiniLM-L6-v2',
              guess: null,
              points: [],
            }),
          ],
        }),
      ),
    );
    const recipes = recipesOf([...all, { id: 'x', name: 'x', result: other }].flatMap(runsOf));
    expect(recipes.map(({ runs, seeds, learners: n }) => [runs.length, seeds.length, n])).toEqual([
      [6, 5, 6],
      [1, 1, 1],
    ]);
    expect(recipes[1]!.settings).toEqual([{ name: 'learning_rate', value: '0.00002' }]);
  });

  test('the spread of a metric by step is that of the seeds that came so far, if half of them did', () => {
    const runs = learners(4).flatMap(runsOf);
    const courses = runs.map(({ points }) => metricValues(points, 'accuracy'));
    courses[0] = courses[0]!.slice(0, 1);
    const band = spread(courses, 3);
    expect(band.map(({ step, count }) => [step, count])).toEqual([
      [48, 4],
      [96, 3],
      [144, 3],
    ]);
    const values = courses.slice(1).map((course) => course[2]!.value);
    const mean = values.reduce((a, b) => a + b) / 3;
    expect(band[2]!.mean).toBeCloseTo(mean, 10);
    expect(band[2]!.deviation ** 2).toBeCloseTo(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 2, 10);
    expect(spread(courses, 4)).toHaveLength(1);
  });

  test('the gain of a question counts those who did both forms, and what first attempts went wrong by', () => {
    const [gain] = quizGains(learners(4));
    expect(gain).toMatchObject({
      title: 'What looking both ways gives',
      first: { count: 4, mean: 0.5 },
      second: { count: 3, mean: 1 },
      gain: { count: 3 },
      misconception: { words: 'One side is enough', count: 2 },
    });
    expect(gain!.gain!.mean).toBeCloseTo(1 / 3, 10);
  });
});
