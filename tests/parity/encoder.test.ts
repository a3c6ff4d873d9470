import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MASKED_LM } from '../../app/models/task.ts';
import type { BertModel, Features } from '../../main/runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../../main/storage/models.ts';
import type { SafetensorsFile } from '../../main/storage/safetensors.ts';
import { openInferenceModel } from '../../main/workers/engines.ts';
import { expectWithin, goldenJson, goldenTensors, goldenText } from './golden.ts';

describe('the embedded MiniLM', () => {
  let bert: BertModel;
  let golden: SafetensorsFile;
  let features: Features;
  let mask: number[];

  beforeAll(async () => {
    bert = (await openInferenceModel(await openModel('all-MiniLM-L6-v2'), null)).bert;
    golden = await goldenTensors('encoder.safetensors');
    const ids = await integers(golden, 'input_ids');
    const types = await integers(golden, 'token_type_ids');
    mask = await integers(golden, 'attention_mask');
    const [batch, length] = golden.tensor('input_ids').shape as [number, number];
    const examples = Array.from({ length: batch }, (_, b) => {
      const kept = Array.from({ length }, (_, s) => b * length + s).filter((i) => mask[i] === 1);
      return {
        inputIds: Int32Array.from(kept, (i) => ids[i]!),
        tokenTypeIds: Uint8Array.from(kept, (i) => types[i]!),
      };
    });
    features = await bert.features(examples);
  });
  afterAll(async () => {
    await bert.dispose();
    await golden.close();
  });

  it('has the hidden states of PyTorch in every layer, on real tokens', async () => {
    for (const [i, state] of features.hiddenStates.entries()) {
      const width = state.shape[2]!;
      const expected = await golden.read(`hidden_states.${i}`);
      expectWithin(
        state.data,
        expected,
        2e-5,
        `hidden_states.${i}`,
        (e) => mask[Math.floor(e / width)] === 1,
      );
    }
    expect(features.hiddenStates).toHaveLength(7);
  });

  it('has its attention probabilities and pooler output', async () => {
    const length = features.attentions[0]!.shape[3]!;
    const realQuery = (e: number) => {
      const query = Math.floor(e / length) % length;
      return mask[Math.floor(e / (length * length * 12)) * length + query] === 1;
    };
    expectWithin(
      features.attentions[0]!.data,
      await golden.read('attentions.0'),
      2e-5,
      'attentions.0',
      realQuery,
    );
    expectWithin(
      features.attentions.at(-1)!.data,
      await golden.read('attentions.last'),
      2e-5,
      'last',
      realQuery,
    );
    expectWithin(features.poolerOutput!.data, await golden.read('pooler_output'), 2e-5, 'pooler_output');
  });

  it('encodes "Hello, how are you?" and prints it as PyTorch does', async () => {
    const { tokenizer } = await openModel('all-MiniLM-L6-v2');
    const hello = await bert.features([tokenizer.encode('Hello, how are you?')]);
    expectWithin(hello.lastHiddenState.data, await golden.read('hello.last_hidden_state'), 2e-5, 'hello');
    expect(`${hello.lastHiddenState}\n`).toBe(goldenText('print.txt'));
  });
});

describe('bert-base-uncased from its 8-bit weights', () => {
  let model: ModelFolder;
  let bert: BertModel;
  let golden: SafetensorsFile;

  beforeAll(async () => {
    model = await openModel('bert-base-uncased');
    bert = (await openInferenceModel(model, null)).bert;
    golden = await goldenTensors('bert-base.safetensors');
  });
  afterAll(async () => {
    await bert.dispose();
    await golden.close();
  });

  it('encodes "Hello, how are you?" as the dequantized weights do in PyTorch, and prints the same but for last digits', async () => {
    const hello = await bert.features([model.tokenizer.encode('Hello, how are you?')]);
    expectWithin(hello.lastHiddenState.data, await golden.read('hello.last_hidden_state'), 1e-4, 'hello');
    expectWithin(hello.poolerOutput!.data, await golden.read('hello.pooler_output'), 1e-4, 'pooler');
    const [printed, expected] = [`${hello.lastHiddenState}\n`, goldenText('print-bert-base.txt')];
    const numbers = /-?\d+\.\d+/g;
    expect(printed.replaceAll(numbers, '#')).toBe(expected.replaceAll(numbers, '#'));
    expectWithin(
      printed.match(numbers)!.map(Number),
      expected.match(numbers)!.map(Number),
      1.5e-4,
      'printed numbers',
    );
  });

  it('agrees on two padded pairs, hidden states and attention', async () => {
    const pairs = goldenJson('bert-base.json').pairs as [string, string][];
    const encodings = pairs.map((pair) => model.tokenizer.encode(pair));
    const features = await bert.features(encodings);
    const [, length, width] = features.lastHiddenState.shape as [number, number, number];
    const isReal = (b: number, s: number) => s < encodings[b]!.inputIds.length;
    const states = await golden.read('pairs.last_hidden_state');
    expectWithin(features.lastHiddenState.data, states, 1e-4, 'states', (e) => {
      const row = Math.floor(e / width);
      return isReal(Math.floor(row / length), row % length);
    });
    const attention = await golden.read('pairs.attentions.5');
    expectWithin(features.attentions[5]!.data, attention, 1e-4, 'attention', (e) => {
      const query = Math.floor(e / length) % length;
      return isReal(Math.floor(e / (length * length * 12)), query);
    });
  });

  it('finds the ten likeliest words of every masked sentence', async () => {
    const { bert: masked } = await openInferenceModel(model, MASKED_LM);
    for (const { text, predictions } of goldenJson('bert-base.json').fill_mask) {
      const encoding = model.tokenizer.encode(text);
      const positions = [...encoding.inputIds.keys()].filter(
        (i) => encoding.inputIds[i] === model.tokenizer.specialIds.mask,
      );
      const logits = await masked.tokenLogits(MASKED_LM, [encoding], [positions]);
      for (const [m, expected] of predictions.entries()) {
        const probabilities = softmax(
          logits.subarray(m * model.config.vocab_size, (m + 1) * model.config.vocab_size),
        );
        for (const { id, probability } of expected)
          expect(Math.abs(probabilities[id]! - probability), text).toBeLessThan(1e-3);
        const order = expected.map(({ id }: { id: number }) => probabilities[id]!);
        for (const [i, probability] of order.slice(1).entries())
          expect(probability - order[i]!, text).toBeLessThan(1e-3);
      }
    }
    await masked.dispose();
  });
});

async function integers(file: SafetensorsFile, name: string): Promise<number[]> {
  return Array.from(await file.read(name));
}

function softmax(row: Float32Array): Float64Array {
  const top = row.reduce((a, b) => Math.max(a, b));
  const exponentials = Float64Array.from(row, (value) => Math.exp(value - top));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / sum);
}
