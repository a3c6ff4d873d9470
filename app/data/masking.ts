import { IGNORE_INDEX } from '../models/task.ts';
import { RandomStream } from '../random.ts';
import type { EncodedExample } from './example.ts';

interface MaskingOptions {
  readonly probability: number;
  readonly maskId: number;
  readonly vocabSize: number;
  /** Never chosen: [CLS], [SEP], [PAD] and the like. */
  readonly specialIds: ReadonlySet<number>;
  readonly seed: number;
}

/** Evaluation masks the same words every time. */
const EVALUATION = 0x7fffffff;

/**
 * Chooses the tokens to predict (Devlin et al. 2019): of those chosen 80 % become [MASK], 10 % a random token, 10 %
 * stay. A pure function of the seed, the epoch (null in evaluation) and the row.
 */
export function maskTokens(
  example: EncodedExample,
  epoch: number | null,
  options: MaskingOptions,
): EncodedExample {
  const { probability, maskId, vocabSize, specialIds, seed } = options;
  const random = new RandomStream(seed, epoch ?? EVALUATION, example.row);
  const inputIds = example.inputIds.slice();
  const label = new Int32Array(inputIds.length).fill(IGNORE_INDEX);
  for (const [i, id] of example.inputIds.entries()) {
    if (specialIds.has(id) || random.next() >= probability) continue;
    label[i] = id;
    const fate = random.next();
    if (fate < 0.8) inputIds[i] = maskId;
    else if (fate < 0.9) inputIds[i] = random.below(vocabSize);
  }
  return { ...example, inputIds, label };
}
