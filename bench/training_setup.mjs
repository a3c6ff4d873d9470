/** @typedef {import('../dist/main/workers/engines.js').TrainingSetup} TrainingSetup */
/** @typedef {TrainingSetup['head']} Head */

/**
 * How every measurement trains where it says nothing else: the whole model, AdamW as Hugging Face's with weight decay 0.01.
 *
 * @param {Head} head
 * @param {Partial<TrainingSetup>} given what is otherwise.
 * @returns {TrainingSetup}
 */
export function trainingSetup(head, given = {}) {
  return {
    head,
    freezing: { embeddings: false, layers: 0, encoder: false },
    loss: { classWeights: null, labelSmoothing: 0 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    seed: 0,
    device: 'cpu',
    threads: null,
    ...given,
  };
}

/**
 * A head for classes named by their numbers.
 *
 * @param {number} count
 * @returns {Head}
 */
export function numberedClasses(count) {
  return {
    task: 'text-classification',
    problemType: 'single_label_classification',
    labels: Array.from({ length: count }, (_, id) => String(id)),
  };
}
