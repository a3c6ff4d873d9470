import { join } from 'node:path';
import { z } from 'zod';
import type { Probe } from '../../app/training/estimate.ts';
import { writeFileAtomic } from './atomic.ts';
import { readOrSetAside } from './json-file.ts';
import { cacheFolder } from './paths.ts';

const work = { examples: z.number(), tokens: z.number() };
const timed = z.object({ tokens: z.number(), seconds: z.number() });
/** JSON has no NaN, which is a figure that is undefined. */
const figure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const probe = z.object({
  at: z.string(),
  device: z.string(),
  threads: z.number(),
  steps: z.array(timed).min(1),
  longest: z.number(),
  train: z.object(work),
  evaluation: z
    .object({
      ...work,
      timed,
      baseline: z.object({ strategy: z.string(), metrics: z.record(z.string(), figure) }).nullable(),
    })
    .nullable(),
  parameters: z.number(),
  trainable: z.number(),
  headParameters: z.number(),
  memory: z.object({ program: z.number(), peak: z.number() }),
  bytesPerSecond: z.number(),
});

const FORMAT = {
  holds: 'what a run takes',
  version: 1,
  schema: z.object({ format: z.literal(1), probe }),
};

/** What was measured of recipes of one shape; null where nothing was. What cannot be read is set aside: it is measured again. */
export async function readProbe(key: string): Promise<Probe | null> {
  return (await readOrSetAside(fileOf(key), FORMAT))?.probe ?? null;
}

/** @throws StudioError `disk_full`, `unwritable`. */
export async function writeProbe(key: string, measured: Probe): Promise<void> {
  // What cannot be read by now is not to be written over.
  await readProbe(key);
  await writeFileAtomic(fileOf(key), `${JSON.stringify({ format: 1, probe: measured })}\n`);
}

function fileOf(key: string): string {
  return join(cacheFolder(), 'probes', `${key}.json`);
}
