import type { TrainingArguments } from './arguments.ts';
import type { TensorState } from './engine.ts';
import type { TrainerState } from './state.ts';

/** What a run can go on from. The tensors are read when they are needed. */
export interface Checkpoint {
  /** `checkpoint-<global_step>`. */
  readonly name: string;
  readonly state: TrainerState;
  readonly args: TrainingArguments;
  tensors(): Promise<readonly TensorState[]>;
}

/** Keeps checkpoints; on disk or, in tests, in memory. */
export interface CheckpointStore {
  /** Saves all or nothing; what was saved before stays whole whatever happens. Replaces one of the same name. */
  save(
    name: string,
    state: TrainerState,
    args: TrainingArguments,
    tensors: readonly TensorState[],
  ): Promise<void>;
  /** @throws StudioError when it is missing or damaged. */
  load(name: string): Promise<Checkpoint>;
  /** Names of complete checkpoints, oldest first. */
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

export function checkpointName(globalStep: number): string {
  return `checkpoint-${globalStep}`;
}

/** Step of a checkpoint's name, or null for another name. */
export function stepOfCheckpoint(name: string): number | null {
  const match = /^checkpoint-(\d+)$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/**
 * The oldest checkpoints beyond `limit`, never the newest or the best: with both protected, two stay even when
 * the limit is one, as in Hugging Face. Those of steps to come are left over from a run that was resumed further
 * back, and do not count.
 * @param all oldest first.
 */
export function checkpointsToRemove(
  all: readonly string[],
  limit: number | null,
  state: Pick<TrainerState, 'global_step' | 'best_model_checkpoint'>,
): readonly string[] {
  if (limit === null) return [];
  const names = all.filter((name) => (stepOfCheckpoint(name) ?? 0) <= state.global_step);
  const removable = names.slice(0, -1).filter((name) => name !== state.best_model_checkpoint);
  const kept = names.length - removable.length;
  return removable.slice(0, Math.max(0, removable.length - Math.max(0, limit - kept)));
}
