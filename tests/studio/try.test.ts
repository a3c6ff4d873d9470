import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttentionHeads, Predicted, PredictedFile } from '../../app/contract/inference.ts';
import type { ImportedModel, ModelSummary } from '../../app/contract/models.ts';
import type { Settings } from '../../app/contract/workspace.ts';
import { type BuiltStudio, openBuiltStudio } from './built-studio.ts';

describe('what a window asks of models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-try-'));
  let built: BuiltStudio;
  let run: string;
  const ask = <Value>(name: string, params: object = {}) =>
    built.studio.invoke(name, params) as Promise<Value>;
  const handOver = async (name: string, text: string) =>
    (await built.studio.intake.receive(name, Readable.from([text]))).handle;

  const tinyFiles = () => {
    const tiny = join(folder, 'tiny');
    return Promise.all(readdirSync(tiny).map((name) => built.studio.intake.offer(join(tiny, name))));
  };

  beforeAll(async () => {
    built = await openBuiltStudio(folder);
    await ask('models.import', { name: 'tiny', handles: (await tinyFiles()).map(({ handle }) => handle) });
    const args = { ...built.recipe.args, max_steps: 40 };
    const finished = built.seen('run.event', ({ event }) => event.type === 'finished');
    const { id } = await ask<{ id: string }>('runs.start', { model: 'tiny', dataset: 'reviews', args });
    await finished;
    run = `run:${id}`;
  });
  afterAll(async () => {
    await built.studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a run is listed with its checkpoints, oldest first', async () => {
    const models = await ask<ModelSummary[]>('models.list');
    const { checkpoints } = models.find(({ id }) => id === run)!;
    expect(checkpoints.map(({ step }) => step)).toEqual([20, 40]);
  });

  test('the untrained head is not the trained one, and is the same whenever it is asked', async () => {
    const inputs = [{ text: 'good day' }];
    const [before, after] = await Promise.all(
      [`${run}/untrained`, run].map((model) => ask<Predicted>('inference.predict', { model, inputs })),
    );
    expect(before!.rows[0]).not.toEqual(after!.rows[0]);
    expect(await ask<Predicted>('inference.predict', { model: `${run}/untrained`, inputs })).toMatchObject({
      rows: before!.rows,
    });
  });

  test('all heads come at once, each with its map and shares that are no more than the whole', async () => {
    const heads = await ask<AttentionHeads>('inference.heads', {
      model: run,
      text: 'good day',
      pair: 'bad day',
    });
    expect(heads.maps).toHaveLength(2);
    for (const { values, special, near, across } of heads.maps.flat()) {
      expect(values).toHaveLength(heads.places ** 2);
      expect(special + near + across).toBeLessThanOrEqual(1 + 1e-5);
    }
  });

  test('a file of rows is predicted whole, with what was left out said, and nothing stays behind', async () => {
    const handle = await handOver('rows.csv', 'text\ngood day\n\nbad day\n');
    const told = built.seen('inference.rows', ({ job }) => job === 'one');
    const file = await ask<PredictedFile>('inference.predictFile', { model: run, handle, job: 'one' });
    expect(file.rows).toBe(2);
    expect(file.csv.split('\n')[0]).toMatch(/^text,prediction,probability_/);
    expect(file.first.map(({ text }) => text)).toEqual(['good day', 'bad day']);
    expect((await told).rows).toBe(2);
    expect(readdirSync(join(folder, 'home/cache')).filter((name) => name.startsWith('predicted'))).toEqual(
      [],
    );
  });

  test('8-bit integers are computed by the processor, whatever Settings say, and the answer says so', async () => {
    const handle = await handOver('rows.csv', 'text\ngood day\nbad day\n');
    const params = { model: run, handle, device: 'webgpu' };
    const exact = await ask<PredictedFile>('inference.predictFile', { ...params, job: 'f', device: 'cpu' });
    const whole = await ask<PredictedFile>('inference.predictFile', {
      ...params,
      job: 'i',
      precision: 'int8',
    });
    expect([exact.precision, whole.precision, whole.device]).toEqual(['float32', 'int8', 'cpu']);
    const scores = ({ csv }: PredictedFile) => csv.split('\n')[1]!.split(',').slice(2).map(Number);
    expect(scores(whole)).not.toEqual(scores(exact));
    for (const [i, score] of scores(exact).entries()) expect(scores(whole)[i]).toBeCloseTo(score, 1);
  });

  test('a file that is being predicted can be cancelled', async () => {
    const handle = await handOver('many.csv', `text\n${'good day\n'.repeat(20_000)}`);
    const first = built.seen('inference.rows', ({ job }) => job === 'two');
    const predicting = ask('inference.predictFile', { model: run, handle, job: 'two' });
    const outcome = expect(predicting).rejects.toMatchObject({ name: 'CancelledError' });
    await first;
    await ask('inference.cancelFile', { job: 'two' });
    await outcome;
  });

  test('a model whose files are handed over is imported with its load report; a broken one leaves nothing', async () => {
    const offered = await tinyFiles();
    const handles = offered.map(({ handle }) => handle);
    const { model, report } = await ask<ImportedModel>('models.import', { name: 'mine', handles });
    expect(model).toMatchObject({ id: 'mine', origin: 'imported', layers: 2 });
    expect(report.missing).toEqual([]);
    const without = offered.filter(({ name }) => name !== 'config.json').map(({ handle }) => handle);
    await expect(ask('models.import', { name: 'other', handles: without })).rejects.toThrow(/config\.json/);
    expect(readdirSync(join(folder, 'home/models'))).toEqual(['learner', 'mine', 'tiny']);
  });

  test('two changes of settings at once both stay', async () => {
    await Promise.all([
      ask('settings.set', { theme: 'dark' }),
      ask('settings.set', { textSize: 125 }),
      ask('settings.set', { device: 'cpu' }),
    ]);
    expect(await ask<Settings>('settings.get')).toEqual({ theme: 'dark', textSize: 125, device: 'cpu' });
  });
});
