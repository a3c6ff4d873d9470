import { describe, expect, it } from 'vitest';
import type { EncodedExample } from '../../app/data/example.ts';
import { interpret } from '../../app/graph/interpreter.ts';
import { type NdArray, ndarray, sizeOf } from '../../app/graph/ndarray.ts';
import { resolveShape } from '../../app/graph/shape.ts';
import { packBatch } from '../../app/models/bert/batch.ts';
import { addGradients, lossGraph } from '../../app/models/bert/graphs.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { fillDropoutMask, maskKey } from '../../app/ops/dropout-mask.ts';
import type { CpuTrainingEngine } from '../../main/runtime/cpu-training-engine.ts';
import { expectClose, heads, lengths, pairHead, sentences, tinyConfig, tinyEngine } from './engine-setup.ts';

const step = { step: 3, microStep: 0, microSteps: 1 };

/** Loss and every gradient by the interpreter, with the same weights, batch and dropout masks. */
function oracle(
  engine: CpuTrainingEngine,
  head: HeadSpec,
  examples: EncodedExample[],
  labelSmoothing = 0,
  classWeights: number[] | null = null,
) {
  const forward = lossGraph(tinyConfig, head, true, labelSmoothing);
  const names = new Set(engine.parameters.map(({ name }) => name));
  const gradients = addGradients(forward, names);
  const batch = packBatch(examples, tinyConfig.num_attention_heads, head, classWeights);
  const feeds: Record<string, NdArray> = { loss_scale: ndarray([], [1]) };
  for (const [name, { shape, data }] of Object.entries(batch.feeds)) feeds[name] = ndarray(shape, data);
  for (const { name, shape } of engine.parameters) feeds[name] = ndarray(shape, engine.store.value(name));
  for (const { site, input, shape, probability } of forward.graph.dropoutSites) {
    const resolved = resolveShape(shape, batch.sizes);
    const mask = new Float32Array(sizeOf(resolved));
    fillDropoutMask(mask, maskKey({ seed: 42, step: step.step, microStep: 0, site }), probability);
    feeds[input] = ndarray(resolved, mask);
  }
  const values = [forward.loss, ...gradients.map(({ whole }) => whole)];
  const [loss, ...sums] = interpret(forward.graph, feeds, values);
  return { loss: loss!.data[0]!, gradients: gradients.map(({ name }, i) => ({ name, sum: sums[i]!.data })) };
}

describe('a training step with dropout', () => {
  it.each(heads)('on $name has the loss and gradients of the float64 oracle', async ({ head, label }) => {
    const engine = tinyEngine({ head });
    const examples = sentences(lengths, label);
    const { loss } = await engine.forwardBackward(examples, step);
    const expected = oracle(engine, head, examples);
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-5);
    for (const { name, sum } of expected.gradients) {
      if (!name.endsWith('key.bias')) expectClose(engine.store.gradient(name), sum, 1e-4, name);
    }
    await engine.dispose();
  });

  it('weighs classes and smooths labels as the loss says', async () => {
    const classWeights = [0.5, 3];
    const engine = tinyEngine({ loss: { classWeights, labelSmoothing: 0.1 } });
    const examples = sentences(lengths, (row) => row % 2);
    const { loss } = await engine.forwardBackward(examples, step);
    const expected = oracle(engine, pairHead, examples, 0.1, classWeights);
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-5);
    expectClose(
      engine.store.gradient('classifier.weight'),
      expected.gradients.find(({ name }) => name === 'classifier.weight')!.sum,
      1e-4,
      'classifier',
    );
    await engine.dispose();
  });

  it('adds the embedding gradient of 2,080 tokens with few different ids right, 20 times, on all threads', async () => {
    const engine = tinyEngine();
    const examples = sentences(new Array(16).fill(130), (row) => row % 2);
    const expected = oracle(engine, pairHead, examples).gradients.filter(({ name }) =>
      name.includes('embeddings'),
    );
    expect(expected).toHaveLength(5);
    let first: Float32Array | null = null;
    for (let round = 0; round < 20; round++) {
      await engine.forwardBackward(examples, step);
      for (const { name, sum } of expected) expectClose(engine.store.gradient(name), sum, 1e-4, name);
      const words = engine.store.gradient('bert.embeddings.word_embeddings.weight').slice();
      first ??= words;
      expect(words).toEqual(first);
    }
    await engine.dispose();
  });

  it('gives no gradient to the embedding of [PAD]', async () => {
    const engine = tinyEngine();
    const [example] = sentences([6], () => 1);
    example!.inputIds[3] = 0;
    await engine.forwardBackward([example!], step);
    const row = engine.store
      .gradient('bert.embeddings.word_embeddings.weight')
      .subarray(0, tinyConfig.hidden_size);
    expect(row.every((value) => value === 0)).toBe(true);
    await engine.dispose();
  });

  it('averages the gradients of micro-batches', async () => {
    const engine = tinyEngine({
      config: { ...tinyConfig, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 },
    });
    const examples = sentences([8, 8, 5, 5], (row) => row % 2);
    await engine.forwardBackward(examples, step);
    const whole = new Map(
      engine.parameters.map(({ name }) => [name, Float64Array.from(engine.store.gradient(name))]),
    );
    await engine.forwardBackward(examples.slice(0, 2), { step: 0, microStep: 0, microSteps: 2 });
    await engine.forwardBackward(examples.slice(2), { step: 0, microStep: 1, microSteps: 2 });
    for (const [name, gradient] of whole) {
      if (!name.endsWith('key.bias')) expectClose(engine.store.gradient(name), gradient, 1e-4, name);
    }
    await engine.dispose();
  });

  it.each(heads)(
    'with gradient_checkpointing has the same loss, to the bit, and gradients on $name',
    async ({ head, label }) => {
      const [plain, checkpointed] = [tinyEngine({ head }), tinyEngine({ head, checkpointing: true })];
      const examples = sentences(lengths, label);
      const { loss } = await checkpointed.forwardBackward(examples, step);
      expect(loss).toBe((await plain.forwardBackward(examples, step)).loss);
      for (const { name } of plain.parameters) {
        const expected = Float64Array.from(plain.store.gradient(name));
        if (!name.endsWith('key.bias')) expectClose(checkpointed.store.gradient(name), expected, 1e-5, name);
      }
      await plain.dispose();
      await checkpointed.dispose();
    },
  );

  it('gives the same weights, bit for bit, when it is repeated', async () => {
    const run = async () => {
      const engine = tinyEngine();
      const examples = sentences([40, 3, 17, 29], (row) => row % 2);
      for (let i = 0; i < 3; i++) {
        await engine.forwardBackward(examples, { step: i, microStep: 0, microSteps: 1 });
        const norm = await engine.gradientNorm();
        await engine.update({
          step: i,
          learningRate: 1e-3,
          headLearningRate: 1e-2,
          gradientScale: 1 / Math.max(1, norm),
        });
      }
      const weights = (await engine.state()).map(({ value }) => value.slice());
      await engine.dispose();
      return weights;
    };
    expect(await run()).toEqual(await run());
  });
});

describe('freezing', () => {
  it('computes no gradient for frozen parameters and leaves them as they are', async () => {
    const frozen = (name: string) => name.includes('embeddings') || name.includes('layer.0');
    const engine = tinyEngine({
      parameters: tinyEngine().parameters.map((parameter) => ({
        ...parameter,
        trainable: !frozen(parameter.name),
      })),
    });
    const before = (await engine.state()).map(({ name, value }) => ({ name, value: value.slice() }));
    const examples = sentences([8, 5], (row) => row);
    const { loss } = await engine.forwardBackward(examples, step);
    expect(loss).toBeGreaterThan(0);
    await engine.update({ step: 0, learningRate: 0.1, headLearningRate: 0.1, gradientScale: 1 });
    for (const { name, value } of before) {
      const after = engine.store.value(name);
      expect(
        after.some((weight, i) => weight !== value[i]),
        name,
      ).toBe(!frozen(name));
    }
    expect((await engine.state()).find(({ name }) => frozen(name))!.m).toBeNull();
    await engine.dispose();
  });
});

describe('a number that is not finite', () => {
  it('is traced to the first layer where it appears', async () => {
    const engine = tinyEngine();
    engine.store.value('bert.encoder.layer.1.attention.self.value.bias')[2] = Number.POSITIVE_INFINITY;
    const { loss } = await engine.forwardBackward(
      sentences([8, 5], (row) => row),
      step,
    );
    expect(loss).toBeNaN();
    expect(await engine.locateNonFinite()).toEqual({ where: 'loss', name: 'encoder.layer.1.attention' });
    await engine.dispose();
  });
});

describe('evaluation', () => {
  it('uses no dropout and gives a row of logits for every sequence', async () => {
    const engine = tinyEngine();
    const examples = sentences([7, 3, 12], (row) => row % 2);
    const together = await engine.evaluate(examples);
    expect(together.logits).toHaveLength(6);
    expect(together.count).toBe(3);
    const alone = await engine.evaluate([examples[2]!]);
    expect(Math.abs(alone.logits![0]! - together.logits![4]!)).toBeLessThan(1e-5);
    await engine.dispose();
  });
});
