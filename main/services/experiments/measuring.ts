import type { ArmProgress } from '../../../app/contract/experiments.ts';
import type { InferenceWorker } from '../../workers/inference-worker.ts';
import type { SpawnWorker } from '../../workers/spawn.ts';

/** What an experiment needs of the studio while it is measured. */
export interface Measuring {
  readonly lesson: string;
  readonly spawn: SpawnWorker;
  readonly ask: InferenceWorker['ask'];
  readonly signal: AbortSignal;
  /** Resolves when no run of the person's goes; rejects when cancelled meanwhile. */
  readonly turn: () => Promise<void>;
  /** Tells whenever a run begins or the last one ends. @returns what ends it. */
  readonly onHold: (listener: (held: boolean) => void) => () => void;
  readonly report: (arm: string, changes: Partial<Omit<ArmProgress, 'id'>>) => void;
}

/** Where and with how many threads it was measured. */
export interface Place {
  readonly device: string;
  readonly threads: number;
}
