import type { EncodedExample } from '../data/example.ts';
import { epochBatches } from '../data/order.ts';
import type { TrainingPlan } from './plan.ts';
import { batchesOfStep } from './plan.ts';
import type { TrainerOptions } from './trainer-options.ts';

/** The examples of one optimizer step. */
export interface StepBatches {
  readonly microBatches: readonly (readonly EncodedExample[])[];
  /** Real tokens. */
  readonly tokens: number;
  /** Tokens if every micro-batch were padded to its longest example. */
  readonly paddedTokens: number;
}

/** One epoch's batches. */
interface Epoch {
  readonly epoch: number;
  readonly batches: readonly Int32Array[];
  /** [batches + 1]: real tokens from each batch to the end of the epoch. */
  readonly tokensFrom: Float64Array;
}

type BatchOptions = Pick<TrainerOptions, 'train' | 'args' | 'masking'>;

/** Finds the examples of any step, as a pure function of the arguments: a resume needs nothing but the step. */
export class TrainingBatches {
  readonly #options: BatchOptions;
  readonly plan: TrainingPlan;
  #current: Epoch | null = null;

  constructor(options: BatchOptions, plan: TrainingPlan) {
    this.#options = options;
    this.plan = plan;
  }

  /** @param step 0-based. */
  async ofStep(step: number): Promise<StepBatches> {
    const { train, args, masking } = this.#options;
    const { epoch, from, to } = batchesOfStep(step, args, this.plan);
    const { batches, tokensFrom } = this.#epoch(epoch);
    const microBatches: (readonly EncodedExample[])[] = [];
    let paddedTokens = 0;
    for (const indices of batches.slice(from, to)) {
      const examples = await train.read([...indices]);
      microBatches.push(masking?.(examples, epoch) ?? examples);
      paddedTokens +=
        indices.length * indices.reduce((longest, index) => Math.max(longest, train.lengths[index]!), 0);
    }
    return { microBatches, tokens: tokensFrom[from]! - tokensFrom[to]!, paddedTokens };
  }

  /** Real tokens still to come after `globalStep` steps: exact in the epoch at hand, the mean in later ones. */
  tokensAfter(globalStep: number): number {
    const { args } = this.#options;
    const plan = this.plan;
    if (globalStep >= plan.maxSteps) return 0;
    const { epoch, from } = batchesOfStep(globalStep, args, plan);
    const { tokensFrom } = this.#epoch(epoch);
    const epochEnd = Math.min(plan.maxSteps, (epoch + 1) * plan.stepsPerEpoch);
    const { to } = batchesOfStep(epochEnd - 1, args, plan);
    const later = ((plan.maxSteps - epochEnd) * tokensFrom[0]!) / plan.stepsPerEpoch;
    return tokensFrom[from]! - tokensFrom[to]! + later;
  }

  #epoch(epoch: number): Epoch {
    if (this.#current?.epoch === epoch) return this.#current;
    const { train, args } = this.#options;
    const batches = epochBatches({
      lengths: train.lengths,
      batchSize: args.per_device_train_batch_size,
      seed: args.data_seed ?? args.seed,
      epoch,
      sampling: args.group_by_length ? 'group_by_length' : args.train_sampling_strategy,
      dropLast: args.dataloader_drop_last,
    });
    const tokensFrom = new Float64Array(batches.length + 1);
    for (let i = batches.length - 1; i >= 0; i--) {
      const tokens = batches[i]!.reduce((sum, index) => sum + train.lengths[index]!, 0);
      tokensFrom[i] = tokensFrom[i + 1]! + tokens;
    }
    this.#current = { epoch, batches, tokensFrom };
    return this.#current;
  }
}
