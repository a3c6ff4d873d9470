import { softmax } from '../math/softmax.ts';
import type { ProblemType } from './task.ts';

/**
 * What the logits of one sequence come to, [labels]: a probability for each label, or the predicted number itself for
 * regression.
 */
export function labelScores(logits: Float32Array, problemType: ProblemType): Float32Array | Float64Array {
  switch (problemType) {
    case 'single_label_classification':
      return softmax(logits);
    case 'multi_label_classification':
      return Float64Array.from(logits, (value) => 1 / (1 + Math.exp(-value)));
    case 'regression':
      return logits;
  }
}
