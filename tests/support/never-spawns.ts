import type { SpawnWorker } from '../../main/workers/spawn.ts';

/** For a studio that is asked nothing a process of its own would answer. */
export const neverSpawns: SpawnWorker = () => {
  throw new Error('No worker is needed here.');
};
