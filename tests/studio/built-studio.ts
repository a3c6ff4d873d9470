import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventName, StudioEvents } from '../../app/contract/studio.ts';
import type { createStudio as CreateStudio, Studio } from '../../main/services/studio/studio.ts';
import { keepDataset } from '../../main/storage/own-datasets.ts';
import type { forkWorker as ForkWorker, WorkerProcess } from '../../main/workers/spawn.ts';
import { build, isBuilt } from '../../scripts/build.mjs';
import { csvOf, SMALL_ROWS } from '../cli/tiny-run.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

export interface BuiltStudio {
  readonly studio: Studio;
  /** Every process it started, oldest first. */
  readonly processes: WorkerProcess[];
  /** Resolves with the first event, from now on, that fits. */
  seen<Name extends EventName>(
    name: Name,
    fits: (payload: StudioEvents[Name]) => boolean,
  ): Promise<StudioEvents[Name]>;
  /** A recipe for the tiny model that takes steps for a while. */
  readonly recipe: { model: string; dataset: string; args: Record<string, string | number | boolean> };
}

/** The compiled studio without a shell, at home in `folder`, with a tiny model and a small dataset beside it. */
export async function openBuiltStudio(folder: string): Promise<BuiltStudio> {
  if (!isBuilt()) build();
  process.env.BERT_STUDIO_HOME = join(folder, 'home');
  mkdirSync(join(folder, 'home'), { recursive: true });
  await writeTinyModel(join(folder, 'tiny'));
  await writeTinyModel(join(folder, 'home/models/learner'));
  const small = join(folder, 'small.csv');
  writeFileSync(small, csvOf(SMALL_ROWS));
  const dataset = await keepDataset(small, {
    title: 'small',
    task: 'text-classification',
    rows: SMALL_ROWS.length,
    columns: {},
    division: null,
    source: 'small.csv',
  });
  const dist = (path: string) => import(new URL(`../../dist/main/${path}.js`, import.meta.url).href);
  const { createStudio } = (await dist('services/studio/studio')) as { createStudio: typeof CreateStudio };
  const { forkWorker } = (await dist('workers/spawn')) as { forkWorker: typeof ForkWorker };
  const processes: WorkerProcess[] = [];
  const studio = createStudio('web', (entry) => {
    const process = forkWorker(entry);
    processes.push(process);
    return process;
  });
  return {
    studio,
    processes,
    seen: (name, fits) =>
      new Promise((resolve) => {
        const end = studio.subscribe(({ event, payload }) => {
          if (event !== name || !fits(payload as never)) return;
          end();
          resolve(payload as never);
        });
      }),
    recipe: {
      model: 'learner',
      dataset,
      args: {
        max_steps: 100_000,
        max_seq_length: 24,
        threads: 1,
        per_device_train_batch_size: 4,
        eval_strategy: 'steps',
        eval_steps: 20,
        save_strategy: 'steps',
        save_steps: 20,
        eval_on_start: true,
      },
    },
  };
}
