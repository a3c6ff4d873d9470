import type { EncodedExample, ExampleSource } from '../../app/data/example.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { TrainingArguments } from '../../app/training/arguments.ts';
import type { Checkpoint, CheckpointStore } from '../../app/training/checkpoint.ts';
import { stepOfCheckpoint } from '../../app/training/checkpoint.ts';
import type { TensorState } from '../../app/training/engine.ts';
import type { TrainerState } from '../../app/training/state.ts';
import { trainerStateFromJson, trainerStateToJson } from '../../app/training/state-file.ts';
import { MeanEmbeddingEngine } from './mean-embedding-engine.ts';

export const HEAD: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['no', 'yes'],
};

const VOCABULARY = 40;

/** A learnable task: inputs of 3 to 12 tokens; the label is whether more of them are from the upper half. */
export function toyExamples(count: number): EncodedExample[] {
  return Array.from({ length: count }, (_, row) => {
    const inputIds = Int32Array.from(
      { length: 3 + ((row * 7) % 10) },
      (_, i) => (row * 13 + i * i * 5 + i) % VOCABULARY,
    );
    const upper = inputIds.filter((id) => id >= VOCABULARY / 2).length;
    return {
      row,
      inputIds,
      tokenTypeIds: new Uint8Array(inputIds.length),
      label: upper * 2 > inputIds.length ? 1 : 0,
    };
  });
}

export function sourceOf(examples: readonly EncodedExample[]): ExampleSource {
  return {
    length: examples.length,
    lengths: Int32Array.from(examples, ({ inputIds }) => inputIds.length),
    read: async (indices) => indices.map((index) => examples[index]!),
  };
}

export function toyEngine(dropout = 0.2): MeanEmbeddingEngine {
  return new MeanEmbeddingEngine({
    vocabulary: VOCABULARY,
    width: 6,
    classes: 2,
    seed: 42,
    dropout,
    weightDecay: 0.01,
  });
}

/** Keeps checkpoints as the bytes they would be on disk, so that nothing is shared with the engine. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly saved = new Map<string, { state: string; args: string; tensors: TensorState[] }>();

  async save(
    name: string,
    state: TrainerState,
    args: TrainingArguments,
    tensors: readonly TensorState[],
  ): Promise<void> {
    this.saved.set(name, {
      state: JSON.stringify(trainerStateToJson(state)),
      args: JSON.stringify(args),
      tensors: structuredClone([...tensors]),
    });
  }

  async load(name: string): Promise<Checkpoint> {
    const { state, args, tensors } = this.saved.get(name)!;
    return {
      name,
      state: trainerStateFromJson(JSON.parse(state), name),
      args: JSON.parse(args) as TrainingArguments,
      tensors: async () => tensors,
    };
  }

  async list(): Promise<readonly string[]> {
    return [...this.saved.keys()].sort((a, b) => stepOfCheckpoint(a)! - stepOfCheckpoint(b)!);
  }

  async remove(name: string): Promise<void> {
    this.saved.delete(name);
  }
}

/** The weights, as plain numbers to compare. */
export async function weightsOf(engine: MeanEmbeddingEngine): Promise<Record<string, Float32Array>> {
  return Object.fromEntries((await engine.state()).map(({ name, value }) => [name, value.slice()]));
}
