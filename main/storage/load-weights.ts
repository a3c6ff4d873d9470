import { StudioError } from '../../app/errors.ts';
import { matchClassifier } from '../../app/models/bert/classifier-rows.ts';
import { type LoadReport, type MismatchedWeight, matchWeights } from '../../app/models/bert/match-weights.ts';
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
 *
 * @throws StudioError `mismatched_weights` where the encoder's shapes are not those of config.json, `missing_weights`
 * where none of its weights is there.
 */
export async function loadWeights(
  weights: CheckpointWeights,
  parameters: readonly BertParameter[],
  options: LoadOptions,
): Promise<LoadReport> {
  const { sources, report } = matchWeights(parameters, weights.shapes);
  refuseOtherModel(weights.folder, parameters, report);
  const hasClassifier = [...weights.shapes.keys()].includes('classifier.weight');
  const { rows, note } = matchClassifier(options.head, hasClassifier ? options.checkpointLabels : null);
  const unfit = (name: string) => name.startsWith('classifier.') && rows === null;
  const load = async (parameter: BertParameter, index: number): Promise<void> => {
    const { name } = parameter;
    const target = options.target(name);
    const source = unfit(name) ? undefined : sources.get(name);
    if (source === undefined) {
      initialize(parameter, target, new RandomStream(options.seed, index), options.initializerRange);
      return;
    }
    await weights.readInto(source, target);
    if (name.startsWith('classifier.') && rows) reorderRows(target, rows);
  };
  // While one is decoded, the next is read.
  const next = parameters.entries();
  const loadInTurn = async () => {
    for (const [index, parameter] of next) await load(parameter, index);
  };
  await Promise.all([loadInTurn(), loadInTurn()]);
  return { ...report, missing: [...report.missing, ...[...sources.keys()].filter(unfit)], note };
}

/** A new head is normal; an encoder that does not fit would be trained from noise. */
function refuseOtherModel(
  folder: string,
  parameters: readonly BertParameter[],
  { missing, mismatched }: LoadReport,
): void {
  const encoder = new Set(parameters.filter(({ head }) => !head).map(({ name }) => name));
  const wrong = mismatched.find(({ name }) => encoder.has(name));
  if (wrong) throw otherShape(folder, wrong);
  if (missing.filter((name) => encoder.has(name)).length === encoder.size) {
    throw new StudioError(
      'missing_weights',
      `${folder} has none of the weights of a BERT encoder. It may belong to another kind of model; choose a BERT.`,
    );
  }
}

/** A weight whose shape is not what the folder's config.json asks for. */
export function otherShape(folder: string, { name, checkpoint, model }: MismatchedWeight): StudioError {
  return new StudioError(
    'mismatched_weights',
    `${folder}: "${name}" has the shape [${checkpoint.join(', ')}], but config.json asks for [${model.join(', ')}]. ` +
      'Use the config.json and the tokenizer that belong to the weights.',
    { details: { folder, name, checkpoint, model } },
  );
}

/** An encoder whose checkpoint is incomplete: what it answers would be noise. */
export function missingFromEncoder(folder: string, missing: readonly string[]): StudioError {
  return new StudioError(
    'missing_weights',
    `${folder}: the weights lack ${missing.length} of the encoder's tensors, the first being "${missing[0]}". ` +
      'They may belong to another model, or config.json may ask for too many layers.',
    { details: { folder, missing } },
  );
}

/** Weights from a normal distribution but for [PAD]'s, biases 0, LayerNorm 1 (BertPreTrainedModel._init_weights). */
function initialize(
  { initialization, paddingRow, shape }: BertParameter,
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
  if (paddingRow !== undefined) target.fill(0, paddingRow * shape[1]!, (paddingRow + 1) * shape[1]!);
}

function reorderRows(values: Float32Array, rows: readonly number[]): void {
  const width = values.length / rows.length;
  const before = values.slice();
  for (const [to, from] of rows.entries())
    values.set(before.subarray(from * width, (from + 1) * width), to * width);
}
