import type { EncodedExample, ExampleSource } from '../data/example.ts';
import { StudioError } from '../errors.ts';
import type { TrainingEngine } from './engine.ts';
import type { MetricCounter, MetricReport } from './metrics/report.ts';

interface EvaluateOptions {
  readonly batchSize: number;
  readonly metrics: MetricCounter;
  /** Puts masks in, for masked language modelling. */
  readonly prepare?: (examples: readonly EncodedExample[]) => readonly EncodedExample[];
  /** After every batch; answering false abandons the evaluation. */
  readonly onBatch?: (done: number, total: number) => Promise<boolean>;
}

export interface EvaluationResult {
  /** Mean over all items, whatever the batches. */
  readonly loss: number;
  readonly report: MetricReport;
}

/**
 * Evaluates every example of `source`, in order. Means run over items and not over batches, so that the batch
 * size has no effect on them. Null when it was abandoned.
 * @throws StudioError `no_examples` when there is nothing to evaluate.
 */
export async function evaluate(
  engine: Pick<TrainingEngine, 'evaluate'>,
  source: ExampleSource,
  { batchSize, metrics, prepare, onBatch }: EvaluateOptions,
): Promise<EvaluationResult | null> {
  if (source.length === 0) {
    throw new StudioError('no_examples', 'There are no examples to evaluate. Give a split that has some.');
  }
  let lossSum = 0;
  let count = 0;
  for (let start = 0; start < source.length; start += batchSize) {
    const end = Math.min(start + batchSize, source.length);
    const read = await source.read(Array.from({ length: end - start }, (_, i) => start + i));
    const examples = prepare?.(read) ?? read;
    const result = await engine.evaluate(examples);
    metrics.add(examples, result);
    // A batch whose every label is ignored has no mean to add.
    if (result.count > 0) lossSum += result.loss * result.count;
    count += result.count;
    if (onBatch !== undefined && !(await onBatch(end, source.length))) return null;
  }
  return { loss: lossSum / count, report: metrics.report() };
}
