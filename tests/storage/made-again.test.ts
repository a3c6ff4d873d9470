import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../app/training/estimate.ts';
import { readRecentFiles, rememberFile } from '../../main/electron/recent-files.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { keepMeasurement, readMeasurements } from '../../main/storage/device-measurements.ts';
import { readMeasurement, writeMeasurement } from '../../main/storage/measurements.ts';
import { readProbe, writeProbe } from '../../main/storage/probe-results.ts';
import { neverSpawns } from '../support/never-spawns.ts';
import { temporaryFolder } from '../support/tiny-model.ts';

let folder: string;
let studio: Studio;

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = folder;
  studio = createStudio('web', neverSpawns);
});
afterEach(async () => {
  await studio.close();
  delete process.env.BERT_STUDIO_HOME;
  await rm(folder, { recursive: true });
});

const PROBE: Probe = {
  ...{
    at: '2026-01-01',
    device: 'cpu',
    threads: 2,
    longest: 9,
    parameters: 1,
    trainable: 1,
    headParameters: 1,
  },
  steps: [{ tokens: 9, seconds: 1 }],
  train: { examples: 1, tokens: 9 },
  evaluation: {
    ...{ examples: 1, tokens: 9, timed: { tokens: 9, seconds: 1 } },
    baseline: { strategy: 'always "1"', metrics: { accuracy: 0.5 } },
  },
  memory: { program: 1, peak: 2 },
  bytesPerSecond: 1,
};
const FIGURES = { device: 'cpu', at: '2026-01-01', trainTokensPerSecond: 1, inferTokensPerSecond: 2 };
const MEASURED = {
  ...{ experiment: 'speed', at: '2026-01-01', device: 'cpu', threads: 1, seconds: 1 },
  arms: [{ id: 'a', value: 3, interval: null, cases: 1, baseline: null }],
};

/** What can be made again: where it lies, how it is read and written. */
const MADE_AGAIN: readonly [string, string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'how fast devices are',
    'devices.json',
    readMeasurements,
    () => keepMeasurement({ kind: 'cpu', ...FIGURES }),
  ],
  ['what a run takes', 'cache/probes/a.json', () => readProbe('a'), () => writeProbe('a', PROBE)],
  [
    'what an experiment gave',
    'experiments/lesson/speed/measurement.json',
    () => readMeasurement('lesson', 'speed'),
    () => writeMeasurement('lesson', MEASURED),
  ],
  ['the files opened last', 'kept/recent-files.json', readRecentFiles, () => rememberFile('/a.csv')],
];

describe.each(MADE_AGAIN)('%s', (_, path, read, write) => {
  it.each([
    ['torn', '{"format": 1, "comp'],
    ['of another kind', '{"format": 1, "value": {"a": 1}, "probe": {}, "measurements": 3}'],
    ['of a newer version', '{"format": 2}'],
  ])('is set aside and named where it is %s, and begins anew', async (_, text) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    expect((await read()) ?? []).toEqual([]);
    await write();
    // Damaged again before the next write, which is not to lose it either.
    await writeFile(file, text);
    await write();
    expect(await read()).toBeTruthy();
    const told = (await studio.invoke('studio.problems', {})) as {
      readonly file: string;
      readonly message: string;
    }[];
    expect(told).toHaveLength(2);
    for (const { file: aside, message } of told) {
      expect(aside).toContain(`${file}.set-aside-`);
      expect(message).toContain('was set aside');
      expect(await readFile(aside, 'utf8')).toBe(text);
    }
  });
});
