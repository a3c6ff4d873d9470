import { describe, expect, it } from 'vitest';
import { encodeExamples } from '../../app/data/encode.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { EvaluationRecord, StepRecord } from '../../app/training/callbacks.ts';
import type { TrainingEngine } from '../../app/training/engine.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { Trainer } from '../../app/training/trainer.ts';
import { openModel } from '../../main/storage/models.ts';
import { openTrainingEngine } from '../../main/workers/engines.ts';
import { expectWithin, goldenJson, goldenTensors } from './golden.ts';

interface LogRow {
  readonly step: number;
  readonly loss?: number;
  readonly grad_norm?: number;
  readonly learning_rate?: number;
  readonly eval_loss?: number;
  readonly eval_accuracy?: number;
}

const head: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['0', '1'],
};
const traces = goldenJson('training-traces.json').traces;

describe.each(Object.keys(traces))("a run of Hugging Face's Trainer on %s", (name) => {
  it('is followed in loss, gradient norm and learning rate at every step, and in the weights at the end', async () => {
    const golden = traces[name];
    const model = await openModel('all-MiniLM-L6-v2');
    const config = { ...model.config, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 };
    const args = parseTrainingArguments({
      per_device_train_batch_size: golden.train.length / stepsPerEpoch(golden),
      eval_strategy: 'epoch',
      save_strategy: 'no',
      train_sampling_strategy: 'sequential',
      ...golden.arguments,
    });
    const { engine } = await openTrainingEngine(
      { ...model, config },
      {
        head,
        freezing: { embeddings: false, layers: 0, encoder: false },
        loss: { classWeights: null, labelSmoothing: 0 },
        adamw: {
          beta1: args.adam_beta1,
          beta2: args.adam_beta2,
          epsilon: args.adam_epsilon,
          weightDecay: args.weight_decay,
        },
        seed: 0,
        device: 'cpu',
        threads: 2,
      },
    );
    const tensors = await goldenTensors('heads.safetensors');
    const start = {
      'classifier.weight': await tensors.read('pair.classifier.weight'),
      'classifier.bias': new Float32Array(2),
    };
    await engine.restore(
      Object.entries(start).map(([name, value]) => ({
        name,
        shape: shapeOf(engine, name),
        value,
        m: null,
        v: null,
      })),
    );
    await tensors.close();

    const encode = (rows: readonly (string | number)[][]) =>
      encodeExamples(
        rows.map((row, i) => ({
          row: i,
          line: null,
          text: String(row[0]),
          textPair: row.length === 3 ? String(row[1]) : null,
          label: String(row.at(-1)),
          words: null,
        })),
        model.tokenizer,
        head,
        args.max_seq_length,
        name,
      ).source;
    const steps: StepRecord[] = [];
    const evaluations: EvaluationRecord[] = [];
    await new Trainer({
      engine,
      args,
      head,
      train: encode(golden.train),
      evaluation: encode(golden.eval),
      checkpoints: null,
      callbacks: [
        {
          onStepEnd: (record) => void steps.push(record),
          onEvaluate: (record) => void evaluations.push(record),
        },
      ],
    }).train();

    const log: LogRow[] = golden.log;
    const expected = log.filter(({ loss }) => loss !== undefined);
    expect(steps).toHaveLength(expected.length);
    for (const [i, row] of expected.entries()) {
      const step = steps[i]!;
      expect(Math.abs(step.loss - row.loss!), `loss of step ${row.step}`).toBeLessThan(2e-4);
      expect(Math.abs(step.grad_norm / row.grad_norm! - 1), `norm of step ${row.step}`).toBeLessThan(2e-3);
      expect(Math.abs(step.learning_rate - row.learning_rate!), `rate of step ${row.step}`).toBeLessThan(
        1e-12,
      );
    }
    const evaluated = log.filter(({ eval_loss }) => eval_loss !== undefined);
    expect(evaluations).toHaveLength(evaluated.length);
    for (const [i, row] of evaluated.entries()) {
      expect(Math.abs(evaluations[i]!.loss - row.eval_loss!)).toBeLessThan(2e-4);
      if (row.eval_accuracy !== undefined)
        expect(evaluations[i]!.report.metrics.accuracy).toBeCloseTo(row.eval_accuracy, 9);
    }
    const after = golden.classifier_weight_after as number[];
    const weights = new Map((await engine.state()).map(({ name, value }) => [name, value]));
    expectWithin(weights.get('classifier.weight')!.subarray(0, after.length), after, 2e-5, 'classifier');
    const query = weights.get('bert.encoder.layer.0.attention.self.query.weight')!;
    expectWithin(query.subarray(0, golden.query0_after.length), golden.query0_after, 2e-5, 'query');
    await engine.dispose();
  });
});

/** The log gives the epoch of the first step, hence the batches of an epoch, accumulation included. */
function stepsPerEpoch(golden: {
  log: { epoch: number; step: number }[];
  arguments: { gradient_accumulation_steps?: number };
}): number {
  const { epoch, step } = golden.log[0]!;
  return Math.round(step / epoch) * (golden.arguments.gradient_accumulation_steps ?? 1);
}

function shapeOf({ parameters }: TrainingEngine, wanted: string): readonly number[] {
  return parameters.find(({ name }) => name === wanted)!.shape;
}
