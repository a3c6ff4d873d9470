import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Exported } from '../../app/contract/exports.ts';
import type { ProbeAnswer } from '../../app/contract/probes.ts';
import type { QueuedRun, RunDetail, RunSummary } from '../../app/contract/runs.ts';
import { keepDataset } from '../../main/storage/own-datasets.ts';
import { type BuiltStudio, openBuiltStudio } from './built-studio.ts';

describe('the runs of a studio', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-runs-'));
  let built: BuiltStudio;
  const ask = <Value>(name: string, params: object = {}) =>
    built.studio.invoke(name, params) as Promise<Value>;
  const start = (more: object = {}) =>
    ask<{ id: string; queued: boolean }>('runs.start', { ...built.recipe, ...more });
  const ended = (id: string) =>
    built.seen('run.event', (payload) => {
      return payload.id === id && ['finished', 'failed', 'cancelled'].includes(payload.event.type);
    });

  beforeAll(async () => {
    built = await openBuiltStudio(folder);
  });
  afterAll(async () => {
    await built.studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a probe measures steps, memory and the baseline before a run, and is kept', async () => {
    expect((await ask<ProbeAnswer>('probes.get', built.recipe)).probe).toBeNull();
    const { probe } = await ask<ProbeAnswer>('probes.measure', built.recipe);
    expect(probe!.steps).toHaveLength(5);
    expect(probe!.steps.every(({ seconds, tokens }) => seconds > 0 && tokens > 0)).toBe(true);
    expect(probe!.memory.peak).toBeGreaterThan(probe!.memory.program);
    expect(probe!.evaluation!.baseline!.metrics.accuracy).toBeCloseTo(0.5, 1);
    const other = { ...built.recipe, args: { ...built.recipe.args, learning_rate: 0.5 } };
    expect((await ask<ProbeAnswer>('probes.get', other)).probe).toEqual(probe);
    expect(readdirSync(join(folder, 'home/runs'))).toEqual([]);
  });

  test('names and hidden words are measured too, with F1 as the baseline of names', async () => {
    const plain = join(folder, 'plain.txt');
    writeFileSync(plain, Array.from({ length: 12 }, (_, i) => `the ferry ${i} was late\n`).join(''));
    const words = await keepDataset(plain, {
      title: 'plain',
      task: 'fill-mask',
      rows: 12,
      columns: {},
      division: null,
      source: 'plain.txt',
    });
    const measured = async (dataset: string) =>
      (await ask<ProbeAnswer>('probes.measure', { ...built.recipe, dataset })).probe!.evaluation!;
    expect((await measured('entities')).baseline!.metrics).toMatchObject({ f1: 0 });
    expect((await measured(words)).timed.tokens).toBeGreaterThan(0);
  });

  test('tells points, the batch at hand and watched predictions, and a later window has all of it', async () => {
    const batch = built.seen('run.event', ({ event }) => event.type === 'batch');
    const { id, queued } = await start({ name: 'First', guess: 0.8 });
    expect(queued).toBe(false);
    const { event } = await batch;
    expect(event.type === 'batch' && event.rows).toHaveLength(4);
    expect(event.type === 'batch' && event.rows[0]!.text).toMatch(/bad|good/);
    await built.seen(
      'run.event',
      ({ event }) =>
        event.type === 'progress' &&
        event.points.some((point) => point.kind === 'evaluation' && point.step > 0),
    );
    const detail = await ask<RunDetail>('runs.get', { id });
    expect(detail.record.name).toBe('First');
    expect(detail.guess).toBe(0.8);
    expect(detail.live!.memoryBytes).toBeGreaterThan(0);
    // max_steps decides: 100,000 steps of 16 an epoch, whatever num_train_epochs says.
    expect(detail.live!.epochs).toBe(6250);
    const watched = detail.points.find((point) => point.kind === 'watched')!;
    const evaluations = detail.points.filter((point) => point.kind === 'evaluation');
    expect(watched.examples).toHaveLength(8);
    for (const { watched: said } of evaluations) {
      expect(said!.map(({ row }) => row)).toEqual(watched.examples.map(({ row }) => row));
    }
    const steps = detail.points.filter((point) => point.kind === 'step').map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
  });

  test('another run waits for the one that is going, and starts when that ends', async () => {
    const [going] = await ask<RunSummary[]>('runs.list');
    const second = await start({ name: 'Second', args: { ...built.recipe.args, max_steps: 3 } });
    expect(second.queued).toBe(true);
    const otherShape = { ...built.recipe, args: { ...built.recipe.args, threads: 2 } };
    expect((await ask<QueuedRun[]>('runs.queue')).map(({ name }) => name)).toEqual(['Second']);
    await expect(ask('probes.measure', otherShape)).rejects.toThrow('A run is going');
    const finished = ended(second.id);
    await ask('runs.steer', { id: going!.record.id, command: 'stop-and-save' });
    expect((await finished).event.type).toBe('finished');
    expect(await ask<QueuedRun[]>('runs.queue')).toEqual([]);
  });

  test('a process that is killed is reported, its run can go on, and the studio still answers', async () => {
    const { id } = await start();
    await built.seen(
      'run.event',
      ({ event }) => event.type === 'progress' && event.points.some(({ kind }) => kind === 'checkpoint'),
    );
    const death = ended(id);
    built.processes.at(-1)!.kill();
    const { event } = await death;
    expect(event.type === 'failed' && event.error.code).toBe('worker_died');
    const dead = (await ask<RunSummary[]>('runs.list')).find(({ record }) => record.id === id)!;
    expect(dead.record.status).toBe('interrupted');
    expect(dead.problem).toMatch(/ended by SIGKILL, perhaps for lack of memory\.$/);
    expect(dead.live).toBeNull();
    await ask('runs.resume', { id });
    const resumed = await ask<RunDetail>('runs.get', { id });
    expect(resumed.problem).toBeNull();
    expect(resumed.live!.resumedFrom).toBe(dead.record.last_checkpoint);
    const end = ended(id);
    await ask('runs.steer', { id, command: 'cancel' });
    expect((await end).event.type).toBe('cancelled');
  });

  test('a process that dies before its first step is told with what to do, and without a command', async () => {
    const before = built.processes.length;
    const refused = expect(start()).rejects.toThrow(
      'The training process was ended by SIGKILL, perhaps for lack of memory. Close other programs and try again, or take a smaller batch.',
    );
    await vi.waitFor(() => expect(built.processes.length).toBe(before + 1), { interval: 2 });
    built.processes.at(-1)!.kill();
    await refused;
  });

  test('a name and a note are kept beside the run, also while it is trained', async () => {
    const { id } = await start();
    const name = 'x'.repeat(200);
    await ask('runs.describe', { id, name, note: 'lower rate' });
    const end = ended(id);
    await ask('runs.steer', { id, command: 'stop-and-save' });
    await end;
    const run = await ask<RunDetail>('runs.get', { id });
    expect([run.record.name, run.note, run.record.id]).toEqual([name, 'lower rate', id]);
  });

  test('a model starts from a checkpoint of another run', async () => {
    const [first] = (await ask<RunSummary[]>('runs.list')).filter(({ record }) => record.name === 'First');
    const model = `run:${first!.record.id}/${first!.checkpoints.at(-1)}`;
    const { id } = await start({ model, args: { ...built.recipe.args, max_steps: 2, save_steps: 2 } });
    expect((await ask<RunDetail>('runs.get', { id })).model).toBe(model);
  });

  test.each([
    ['huggingface', 'float32', /model\.safetensors/],
    ['onnx', 'int8', /ONNX|onnx|pytorch|input_ids/],
    ['python', 'float32', /from transformers import/],
  ] as const)('exports a run as %s, to be taken away by a handle', async (format, precision, holds) => {
    const [run] = (await ask<RunSummary[]>('runs.list')).filter(({ record }) => record.name === 'First');
    const exported = await ask<Exported>('runs.export', { id: run!.record.id, format, precision });
    expect(exported.bytes).toBeGreaterThan(500);
    const download = (await built.studio.outgoing.open(exported.handle))!;
    expect(download.name).toBe(exported.name);
    const bytes = Buffer.concat(await download.bytes.toArray());
    expect(bytes.toString('latin1')).toMatch(holds);
    if (format === 'huggingface') expect(bytes.subarray(0, 2).toString()).toBe('PK');
    else expect(bytes).toEqual(readFileSync(exported.path));
  });

  test('an export that cannot be says why', async () => {
    const [run] = (await ask<RunSummary[]>('runs.list')).filter(({ record }) => record.name === 'First');
    const ask8 = { id: run!.record.id, format: 'huggingface', precision: 'int8' };
    await expect(ask('runs.export', ask8)).rejects.toThrow('int8 is for');
  });

  test('a deleted run comes back out of the trash', async () => {
    const before = (await ask<RunSummary[]>('runs.list')).map(({ record }) => record.id);
    const free = before.find((id) => id.startsWith('First'))!;
    await ask('runs.delete', { id: free });
    expect((await ask<RunSummary[]>('runs.list')).map(({ record }) => record.id)).not.toContain(free);
    await ask('runs.restore', { id: free });
    expect((await ask<RunSummary[]>('runs.list')).map(({ record }) => record.id)).toEqual(before);
  });
});
