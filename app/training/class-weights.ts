import { sum } from '../math/sum.ts';
import type { ClassWeightsArgument } from './argument-kinds.ts';

/**
 * Weight of each class in the loss, [labels]; null for none.
 * `balanced` is examples / (classes * examples of the class), as scikit-learn's compute_class_weight; a class
 * without training examples gets 1, which matters to nothing but label smoothing.
 * @param counts training examples (or labelled words) of each class.
 */
export function resolveClassWeights(
  argument: ClassWeightsArgument,
  counts: readonly number[],
): readonly number[] | null {
  if (argument !== 'balanced') return argument;
  const present = counts.filter((count) => count > 0);
  const total = sum(present);
  return counts.map((count) => (count > 0 ? total / (present.length * count) : 1));
}
