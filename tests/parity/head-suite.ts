import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EncodedExample } from '../../app/data/example.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { TrainingEngine } from '../../app/training/engine.ts';
import { BertModel } from '../../main/runtime/bert-model.ts';
import { cpuInference, type InferenceDevice, tensorInference } from '../../main/runtime/inference-device.ts';
import { type ModelFolder, openModel } from '../../main/storage/models.ts';
import type { SafetensorsFile } from '../../main/storage/safetensors.ts';
import { openTrainingEngine } from '../../main/workers/engines.ts';
import { openTensorDevice } from '../../main/workers/open-device.ts';
import { expectWithin, goldenJson, goldenTensors } from './golden.ts';

interface GoldenGradient {
  readonly norm: number;
  readonly sum: number;
  readonly absmax: number;
  readonly first8: readonly number[];
}

const sequence = { task: 'text-classification', problemType: 'single_label_classification' } as const;
const heads: Record<string, HeadSpec> = {
  pair: { ...sequence, labels: ['0', '1'] },
  single: { ...sequence, labels: ['0', '1'] },
  regression: { ...sequence, problemType: 'regression', labels: ['score'] },
  multilabel: { ...sequence, problemType: 'multi_label_classification', labels: ['a', 'b', 'c'] },
  token: { ...sequence, task: 'token-classification', labels: goldenJson('heads.json').token.label_list },
  mlm: { ...sequence, task: 'fill-mask', labels: [] },
};

export const HEADS = Object.keys(heads);

/** Holds a device to what PyTorch computes for one head on MiniLM: loss, logits and gradients, without dropout. */
export function describeHead(name: string, device: 'cpu' | 'tfjs', openDevice = openTensorDevice): void {
  const head = heads[name]!;
  const golden = goldenJson('heads.json')[name];
  let tensors: SafetensorsFile;
  let engine: TrainingEngine;
  let loss: number;
  let examples: EncodedExample[];

  beforeAll(async () => {
    const model = await openModel('all-MiniLM-L6-v2');
    const config = { ...model.config, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 };
    tensors = await goldenTensors('heads.safetensors');
    engine = (
      await openTrainingEngine(
        { ...model, config },
        {
          head,
          freezing: { embeddings: false, layers: 0, encoder: false },
          loss: { classWeights: null, labelSmoothing: 0 },
          adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
          seed: 0,
          device,
          threads: 2,
        },
        openDevice,
      )
    ).engine;
    const [fixed, from] =
      name === 'mlm'
        ? ['cls.predictions.transform.dense.weight', 'mlm.transform.weight']
        : ['classifier.weight', `${name}.classifier.weight`];
    const { shape } = engine.parameters.find((parameter) => parameter.name === fixed)!;
    await engine.restore([{ name: fixed, shape, value: await tensors.read(from), m: null, v: null }]);
    examples = examplesOf(name, golden, model);
    loss = (await engine.forwardBackward(examples, { step: 0, microStep: 0, microSteps: 1 })).loss;
  });
  afterAll(async () => {
    await engine.dispose();
    await tensors.close();
  });

  it('has the loss of transformers', () => {
    expect(Math.abs(loss - golden.loss)).toBeLessThan(1e-5);
  });

  it('has its logits', async () => {
    if (name === 'mlm') {
      const on = device === 'cpu' ? cpuInference(2) : tensorInference(await openDevice(device));
      return expectMaskedLogits(engine, on, examples, golden.logit_positions, tensors);
    }
    const { logits } = await engine.evaluate(examples);
    const expected = await tensors.read(`${name}.logits`);
    if (name !== 'token') return expectWithin(logits!, expected, 1e-4, 'logits');
    const width = head.labels.length;
    const labelled = (golden.labels as number[][])
      .flat()
      .flatMap((label, row) => (label === -100 ? [] : [row]));
    const rows = labelled.flatMap((row) => [...expected.subarray(row * width, (row + 1) * width)]);
    return expectWithin(logits!, rows, 1e-4, 'logits');
  });

  it('has the gradient of every parameter', async () => {
    const totalNorm = Math.hypot(...Object.values<GoldenGradient>(golden.gradients).map(({ norm }) => norm));
    for (const { name: parameter } of engine.parameters) {
      const expected: GoldenGradient = golden.gradients[parameter];
      expect(expected, parameter).toBeDefined();
      if (parameter.endsWith('key.bias')) continue;
      const actual = await engine.gradient(parameter);
      const tolerance = 1e-4 * expected.norm + 1e-6 * totalNorm;
      const norm = Math.sqrt(actual.reduce((sum, value) => sum + value * value, 0));
      const absmax = actual.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
      expect(Math.abs(norm - expected.norm), `${parameter} norm`).toBeLessThan(tolerance);
      expect(Math.abs(absmax - expected.absmax), `${parameter} absmax`).toBeLessThan(tolerance);
      expectWithin(actual.subarray(0, 8), expected.first8, tolerance, `${parameter} first values`);
    }
  });

  it('has the gradients that are kept in full, value by value', async () => {
    const full = [...tensors.tensors.keys()].filter((key) => key.startsWith(`${name}.grad.`));
    expect(full.length).toBeGreaterThanOrEqual(5);
    const totalNorm = Math.hypot(...Object.values<GoldenGradient>(golden.gradients).map(({ norm }) => norm));
    for (const key of full) {
      const parameter = key.slice(`${name}.grad.`.length);
      const expected = await tensors.read(key);
      const actual = await engine.gradient(parameter);
      const norm = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0));
      const difference = Math.sqrt(actual.reduce((sum, value, i) => sum + (value - expected[i]!) ** 2, 0));
      expect(difference, parameter).toBeLessThan(1e-4 * norm + 1e-6 * totalNorm);
    }
  });
}

async function expectMaskedLogits(
  engine: TrainingEngine,
  device: InferenceDevice,
  examples: readonly EncodedExample[],
  positions: readonly [number, number][],
  tensors: SafetensorsFile,
): Promise<void> {
  const model = await openModel('all-MiniLM-L6-v2');
  const weights = (await engine.state()).map(({ name, shape, value }) => ({ name, shape, data: value }));
  const bert = new BertModel(model.config, weights, device);
  const chosen = examples.map((_, row) => positions.filter(([own]) => own === row).map(([, token]) => token));
  const logits = await bert.tokenLogits(heads.mlm!, examples, chosen);
  expectWithin(logits, await tensors.read('mlm.logits'), 1e-4, 'logits');
  await bert.dispose();
}

// biome-ignore lint/suspicious/noExplicitAny: golden files are read as they are
function examplesOf(name: string, golden: any, { tokenizer }: ModelFolder): EncodedExample[] {
  if (golden.input_ids) {
    return (golden.input_ids as number[][]).map((ids, row) => {
      const length = golden.attention_mask
        ? golden.attention_mask[row].reduce((sum: number, kept: number) => sum + kept, 0)
        : ids.lastIndexOf(tokenizer.specialIds.sep) + 1;
      return {
        row,
        inputIds: Int32Array.from(ids.slice(0, length)),
        tokenTypeIds: new Uint8Array(length),
        label: Int32Array.from(golden.labels[row].slice(0, length)),
      };
    });
  }
  const isPair = ['pair', 'regression'].includes(name);
  const [first, second] = golden.texts as [string[], string[]];
  return golden.labels.map((label: number | number[], row: number) => {
    const encoding = tokenizer.encode(
      isPair ? [first[row]!, second[row]!] : (golden.texts as string[][]).flat()[row]!,
    );
    return {
      row,
      inputIds: encoding.inputIds,
      tokenTypeIds: encoding.tokenTypeIds,
      label: typeof label === 'number' ? label : Float32Array.from(label),
    };
  });
}
