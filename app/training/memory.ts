import { sizeOf } from '../graph/ndarray.ts';
import type { BertConfig } from '../models/bert/config.ts';
import { type BertParameter, type Freezing, isTrainable } from '../models/bert/parameters.ts';
import type { TrainingArguments } from './arguments.ts';

const FLOAT = 4;
/** Node, ONNX Runtime and a dataset of ordinary size. */
const PROGRAM = 100e6;
/** Probabilities before and after dropout, and their gradients: tensors [B, A, S, S] that are there at the same time. */
const SQUARES = 5;
/** Tensors [T, F] that the gradient of the activation has at the same time. */
const WIDE = 5;

/**
 * The memory a training step takes at most on the CPU, in bytes, if every row of a batch is `max_seq_length` long. Checked
 * against peaks that were measured (docs/results.md): within a tenth.
 */
export function estimateMemory(
  args: TrainingArguments,
  config: BertConfig,
  parameters: readonly BertParameter[],
): number {
  const { per_device_train_batch_size: rows, max_seq_length: length, gradient_checkpointing } = args;
  const { hidden_size: hidden, intermediate_size: wide, num_attention_heads: heads } = config;
  const tokens = rows * length;
  const masks = config.hidden_dropout_prob > 0 ? 2 * hidden + heads * length : 0;
  // What a layer keeps for its gradient: queries, keys, values, the context's rows, two sums before layer norms, the wide
  // layer, attention's probabilities.
  const layer = FLOAT * (6 * hidden + wide + heads * length) * tokens;
  const kept = gradient_checkpointing ? FLOAT * hidden * tokens : layer;
  const passing = FLOAT * (SQUARES * heads * length + WIDE * wide) * tokens;
  const layers = config.num_hidden_layers * (kept + masks * tokens) + (gradient_checkpointing ? layer : 0);
  return PROGRAM + weights(parameters, freezingOf(args)) + layers + passing;
}

/** Parameter, gradient and two moments; of word embeddings a gradient of few rows; a frozen one only itself. */
function weights(parameters: readonly BertParameter[], freezing: Freezing): number {
  const copies = (parameter: BertParameter) => {
    if (!isTrainable(parameter, freezing)) return 1;
    return parameter.name.endsWith('word_embeddings.weight') ? 3 : 4;
  };
  return parameters.reduce((sum, each) => sum + FLOAT * sizeOf(each.shape) * copies(each), 0);
}

export function freezingOf(args: TrainingArguments): Freezing {
  return { embeddings: args.freeze_embeddings, layers: args.freeze_layers, encoder: args.freeze_encoder };
}

/**
 * What to do where a run may not fit, in words; null where it fits. Accumulating gradients over smaller batches takes
 * the same steps.
 */
export function memoryNote(
  args: TrainingArguments,
  config: BertConfig,
  parameters: readonly BertParameter[],
  free: number,
): string | null {
  const need = (changes: Partial<TrainingArguments>) =>
    estimateMemory({ ...args, ...changes }, config, parameters);
  const whole = need({});
  if (whole <= free) return null;
  const ways: string[] = [];
  if (!args.gradient_checkpointing) {
    ways.push(
      `--gradient_checkpointing needs ${gigabytes(need({ gradient_checkpointing: true }))}, and a third more time`,
    );
  }
  const rows = args.per_device_train_batch_size;
  const smaller = divisors(rows).find((part) => need({ per_device_train_batch_size: part }) <= free);
  if (smaller !== undefined && smaller < rows) {
    const steps = (args.gradient_accumulation_steps * rows) / smaller;
    const size = gigabytes(need({ per_device_train_batch_size: smaller }));
    ways.push(
      `--per_device_train_batch_size ${smaller} --gradient_accumulation_steps ${steps} takes the same steps in ${size}`,
    );
  }
  ways.push('shorter rows (--max_seq_length) need less');
  return `batches of ${rows} rows of ${args.max_seq_length} tokens may need ${gigabytes(whole)}, and ${gigabytes(free)} are free. ${ways.join('; ')}.`;
}

/** Largest first. */
function divisors(count: number): number[] {
  return Array.from({ length: count }, (_, i) => count - i).filter((part) => count % part === 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
