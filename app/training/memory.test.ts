import { describe, expect, it } from 'vitest';
import { parseBertConfig } from '../models/bert/config.ts';
import { bertParameters } from '../models/bert/parameters.ts';
import type { HeadSpec } from '../models/task.ts';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from './arguments.ts';
import { estimateMemory, memoryNote } from './memory.ts';

const head: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['0', '1'],
};
const shapes = {
  MiniLM: { vocab_size: 30522, hidden_size: 384, num_hidden_layers: 6, intermediate_size: 1536 },
  'bert-base': { vocab_size: 30522, hidden_size: 768, num_hidden_layers: 12, intermediate_size: 3072 },
};

function modelOf(name: keyof typeof shapes) {
  const config = parseBertConfig(
    { model_type: 'bert', num_attention_heads: 12, max_position_embeddings: 512, ...shapes[name] },
    'config.json',
  );
  return { config, parameters: bertParameters(config, head) };
}

function argumentsOf(length: number, changes: Partial<TrainingArguments> = {}): TrainingArguments {
  return {
    ...DEFAULT_TRAINING_ARGUMENTS,
    per_device_train_batch_size: 16,
    max_seq_length: length,
    ...changes,
  };
}

describe('the memory a step may take', () => {
  // node bench/peak_of_step.mjs, docs/results.md
  it.each([
    ['MiniLM', 128, false, 0.76],
    ['MiniLM', 128, true, 0.65],
    ['bert-base', 128, false, 2.72],
    ['bert-base', 512, false, 8.28],
    ['bert-base', 512, true, 4.71],
  ] as const)(
    'is within a tenth of what %s took at 16 x %i, checkpointing %s',
    (name, length, checkpointing, peak) => {
      const { config, parameters } = modelOf(name);
      const args = argumentsOf(length, { gradient_checkpointing: checkpointing });
      const estimate = estimateMemory(args, config, parameters) / 2 ** 30;
      expect(Math.abs(estimate / peak - 1)).toBeLessThan(0.1);
    },
  );

  it('is less where parameters are frozen', () => {
    const { config, parameters } = modelOf('bert-base');
    const need = (changes: Partial<TrainingArguments>) =>
      estimateMemory(argumentsOf(128, changes), config, parameters);
    expect(need({ freeze_encoder: true })).toBeLessThan(need({}) - 1e9);
  });
});

describe('the note on memory', () => {
  const { config, parameters } = modelOf('bert-base');

  it('is none where the run fits', () => {
    expect(memoryNote(argumentsOf(128), config, parameters, 16 * 2 ** 30)).toBeNull();
  });

  it('names checkpointing, and smaller batches that take the same steps', () => {
    const note = memoryNote(
      argumentsOf(512, { gradient_accumulation_steps: 2 }),
      config,
      parameters,
      5.4 * 2 ** 30,
    )!;
    expect(note).toMatch(/^batches of 16 rows of 512 tokens may need \d\.\d GiB, and 5\.4 GiB are free\./);
    expect(note).toMatch(/--gradient_checkpointing needs \d\.\d GiB/);
    expect(note).toMatch(
      /--per_device_train_batch_size 8 --gradient_accumulation_steps 4 takes the same steps/,
    );
  });

  it('does not promise what no batch can do', () => {
    const note = memoryNote(argumentsOf(512), config, parameters, 2 ** 30)!;
    expect(note).not.toMatch(/gradient_accumulation_steps/);
    expect(note).toMatch(/shorter rows/);
  });
});
