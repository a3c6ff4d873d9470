import { classifierRows, type LoadReport, matchWeights } from '../../app/models/bert/match-weights.ts';
import type { BertParameter } from '../../app/models/bert/parameters.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { RandomStream } from '../../app/random.ts';
import type { CheckpointWeights } from './checkpoint-weights.ts';

export interface LoadOptions {
  readonly head: HeadSpec;
  /** `id2label` of the checkpoint; null where it has no head of its own. */
  readonly checkpointLabels: readonly string[] | null;
  readonly initializerRange: number;
  /** Seed of newly initialized weights. */
  readonly seed: number;
  /** Where a parameter's values go. */
  readonly target: (name: string) => Float32Array;
}

/**
 * Fills a model's parameters from a checkpoint; what the checkpoint lacks is newly initialized as Hugging Face
 * does it. A fine-tuned classifier is taken over when its labels are the same set, in whatever order.
 */
export async function loadWeights(
  weights: CheckpointWeights,
  parameters: readonly BertParameter[],
  options: LoadOptions,
): Promise<LoadReport> {
  const { sources, report } = matchWeights(parameters, weights.shapes);
  const rows = classifierRows(options.head, options.checkpointLabels);
  const relabelled = parameters.filter(
    ({ name }) => name.startsWith('classifier.') && sources.has(name) && !rows,
  );
  const isNew = (name: string) =>
    !sources.has(name) || relabelled.some((parameter) => parameter.name === name);
  for (const [index, parameter] of parameters.entries()) {
    const target = options.target(parameter.name);
    if (isNew(parameter.name)) {
      initialize(parameter, target, new RandomStream(options.seed, index), options.initializerRange);
      continue;
    }
    await weights.readInto(sources.get(parameter.name)!, target);
    if (parameter.name.startsWith('classifier.') && rows) reorderRows(target, rows);
  }
  return { ...report, missing: [...report.missing, ...relabelled.map(({ name }) => name)] };
}

/** Weights from a normal distribution, biases 0, LayerNorm 1 (BertPreTrainedModel._init_weights). */
function initialize(
  { initialization }: BertParameter,
  target: Float32Array,
  random: RandomStream,
  range: number,
): void {
  if (initialization !== 'normal') {
    target.fill(initialization === 'ones' ? 1 : 0);
    return;
  }
  // Box and Muller (1958); 1 - u keeps the logarithm's argument above zero.
  for (let i = 0; i < target.length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    target[i] = range * radius * Math.cos(2 * Math.PI * random.next());
  }
}

function reorderRows(values: Float32Array, rows: readonly number[]): void {
  const width = values.length / rows.length;
  const before = values.slice();
  for (const [to, from] of rows.entries())
    values.set(before.subarray(from * width, (from + 1) * width), to * width);
}
