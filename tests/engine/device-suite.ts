import { expect, it } from 'vitest';
import type { EncodedExample } from '../../app/data/example.ts';
import type { TrainingEngine } from '../../app/training/engine.ts';
import type { CpuEngineOptions } from '../../main/runtime/cpu-training-engine.ts';
import { DeviceTrainingEngine } from '../../main/runtime/device-training-engine.ts';
import type { TensorDevice } from '../../main/runtime/tensor-device.ts';
import { expectClose, heads, lengths, pairHead, sentences, tinyConfig, tinyEngine } from './engine-setup.ts';

const step = { step: 3, microStep: 0, microSteps: 1 };

const cases: {
  name: string;
  options: Partial<CpuEngineOptions>;
  label: (row: number) => EncodedExample['label'];
}[] = [
  ...heads.map(({ name, head, label }) => ({ name, options: { head }, label })),
  {
    name: 'weighted classes and smoothed labels',
    options: { loss: { classWeights: [0.5, 3], labelSmoothing: 0.1 } },
    label: (row) => row % 2,
  },
  {
    name: 'a pair of classes, with gradient_checkpointing',
    options: { checkpointing: true },
    label: (row) => row % 2,
  },
  {
    name: 'gelu_new, no dropout',
    options: {
      config: {
        ...tinyConfig,
        hidden_act: 'gelu_new',
        hidden_dropout_prob: 0,
        attention_probs_dropout_prob: 0,
      },
    },
    label: (row) => row % 2,
  },
];

/** Holds an engine whose state stays on a device to what the CPU's computes, dropout included. */
export function itTrainsAsTheCpuDoes(open: () => Promise<TensorDevice>): void {
  const twins = async (options: Partial<CpuEngineOptions> = {}) => {
    const cpu = tinyEngine(options);
    const device = new DeviceTrainingEngine(await open(), {
      config: tinyConfig,
      head: pairHead,
      loss: { classWeights: null, labelSmoothing: 0 },
      adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
      seed: 42,
      ...options,
      parameters: cpu.parameters,
    });
    await device.restore(withoutMoments(await cpu.state()));
    return { cpu, device };
  };

  it.each(cases)('has the loss and every gradient of a step on $name', async ({ options, label }) => {
    const { cpu, device } = await twins(options);
    const examples = sentences(lengths, label);
    const { loss } = await device.forwardBackward(examples, step);
    expect(Math.abs(loss - (await cpu.forwardBackward(examples, step)).loss)).toBeLessThan(1e-5);
    for (const { name } of cpu.parameters) {
      if (name.endsWith('key.bias')) continue;
      expectClose(await device.gradient(name), await cpu.gradient(name), 1e-4, name);
    }
    expect(Math.abs((await device.gradientNorm()) / (await cpu.gradientNorm()) - 1)).toBeLessThan(1e-5);
    const [evaluated, expected] = [await device.evaluate(examples), await cpu.evaluate(examples)];
    expect(Math.abs(evaluated.loss - expected.loss)).toBeLessThan(1e-5);
    expect(evaluated.count).toBe(expected.count);
    if (expected.logits) expectClose(evaluated.logits!, expected.logits, 1e-4, 'logits');
    else expect(evaluated.logits).toBeNull();
    await cpu.dispose();
    await device.dispose();
  });

  it('adds the embedding gradient of 2,080 tokens with few different ids right', async () => {
    const { cpu, device } = await twins();
    const examples = sentences(new Array(16).fill(130), (row) => row % 2);
    await cpu.forwardBackward(examples, step);
    await device.forwardBackward(examples, step);
    for (const { name } of cpu.parameters.filter(({ name }) => name.includes('embeddings')))
      expectClose(await device.gradient(name), await cpu.gradient(name), 1e-4, name);
    await cpu.dispose();
    await device.dispose();
  });

  it('takes the same steps: accumulation, clipping, decay, and a rate of its own for the head', async () => {
    const { cpu, device } = await twins();
    const [losses, expected] = [await takeSteps(device, 0, 4), await takeSteps(cpu, 0, 4)];
    for (const [i, loss] of losses.entries()) expect(Math.abs(loss - expected[i]!)).toBeLessThan(1e-4);
    await expectSameState(device, cpu);
    await cpu.dispose();
    await device.dispose();
  });

  it('goes on from what the CPU saved, and the CPU from what it saved', async () => {
    const there = await twins();
    const back = await twins();
    await takeSteps(there.cpu, 0, 2);
    await there.device.restore(await there.cpu.state());
    await takeSteps(back.device, 0, 2);
    await back.cpu.restore(await back.device.state());
    await takeSteps(there.device, 2, 4);
    await takeSteps(back.cpu, 2, 4);
    await takeSteps(there.cpu, 2, 4);
    await expectSameState(there.device, there.cpu);
    await expectSameState(back.cpu, there.cpu);
    for (const engine of [there.cpu, there.device, back.cpu, back.device]) await engine.dispose();
  });

  it('leaves frozen parameters as they are, without moments', async () => {
    const frozen = (name: string) => name.includes('embeddings') || name.includes('layer.0');
    const parameters = tinyEngine().parameters.map((parameter) => ({
      ...parameter,
      trainable: !frozen(parameter.name),
    }));
    const { cpu, device } = await twins({ parameters });
    await takeSteps(device, 0, 1);
    await takeSteps(cpu, 0, 1);
    await expectSameState(device, cpu);
    const { m } = (await device.state()).find(({ name }) => frozen(name))!;
    expect(m).toBeNull();
    await cpu.dispose();
    await device.dispose();
  });

  it('sees in the norm that a gradient is not finite, before the weights do, and names where it began', async () => {
    const { cpu, device } = await twins();
    const broken = (await cpu.state()).map((tensor) => {
      const value = tensor.value.slice();
      if (tensor.name.endsWith('layer.1.attention.self.value.bias')) value[2] = Number.POSITIVE_INFINITY;
      return { ...tensor, value };
    });
    await device.restore(broken);
    const { loss } = await device.forwardBackward(
      sentences([8, 5], (row) => row),
      step,
    );
    expect(loss).toBeNaN();
    expect(await device.gradientNorm()).toBeNaN();
    expect(await device.locateNonFinite()).toEqual({ where: 'loss', name: 'encoder.layer.1.attention' });
    await cpu.dispose();
    await device.dispose();
  });
}

/** Steps of two micro-batches each. */
async function takeSteps(engine: TrainingEngine, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step < to; step++) {
    for (const microStep of [0, 1]) {
      const examples = sentences([7 + step, 4, 11].slice(microStep), (row) => (row + step) % 2);
      losses.push((await engine.forwardBackward(examples, { step, microStep, microSteps: 2 })).loss);
    }
    const gradientScale = Math.min(1, 0.5 / (await engine.gradientNorm()));
    await engine.update({ step, learningRate: 1e-3, headLearningRate: 1e-2, gradientScale });
  }
  return losses;
}

async function expectSameState(actual: TrainingEngine, expected: TrainingEngine): Promise<void> {
  const wanted = new Map((await expected.state()).map((tensor) => [tensor.name, tensor]));
  for (const { name, value, m } of await actual.state()) {
    // Its gradient is rounding noise, which AdamW blows up to steps of full size.
    if (name.endsWith('key.bias')) continue;
    expectClose(value, wanted.get(name)!.value, 1e-3, name);
    if (m) expectClose(m, wanted.get(name)!.m!, 1e-3, `${name}, first moment`);
  }
}

function withoutMoments(state: Awaited<ReturnType<TrainingEngine['state']>>) {
  return state.map((tensor) => ({ ...tensor, m: null, v: null }));
}
