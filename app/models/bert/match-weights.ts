import type { HeadSpec } from '../task.ts';
import type { BertParameter } from './parameters.ts';

/** What loading a checkpoint into a model came to, in the words of Hugging Face. */
export interface LoadReport {
  /** In the model and not in the checkpoint: newly initialized. */
  readonly missing: readonly string[];
  /** In the checkpoint and not in the model: not used. */
  readonly unexpected: readonly string[];
  /** In both, with other shapes: newly initialized. */
  readonly mismatched: readonly { name: string; checkpoint: readonly number[]; model: readonly number[] }[];
}

export interface WeightMatch {
  /** Model's parameter name to the checkpoint's name for it. */
  readonly sources: ReadonlyMap<string, string>;
  readonly report: LoadReport;
}

/** Names that are the same weight under an older or another convention. */
function canonicalName(name: string): string | null {
  if (name.endsWith('embeddings.position_ids')) return null;
  const current = name
    .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
    .replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
  if (current === 'cls.predictions.decoder.weight') return 'bert.embeddings.word_embeddings.weight';
  if (current === 'cls.predictions.decoder.bias') return 'cls.predictions.bias';
  return /^(embeddings|encoder|pooler)\./.test(current) ? `bert.${current}` : current;
}

/**
 * Finds every parameter of a model in a checkpoint: with or without the `bert.` prefix, TensorFlow's `gamma` and
 * `beta`, a tied or separate decoder. Buffers (`position_ids`) are ignored.
 *
 * @param shapes the checkpoint's weights.
 */
export function matchWeights(
  parameters: readonly BertParameter[],
  shapes: ReadonlyMap<string, readonly number[]>,
): WeightMatch {
  const found = new Map<string, string>();
  const unexpected: string[] = [];
  const wanted = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  for (const name of shapes.keys()) {
    const canonical = canonicalName(name);
    if (canonical === null) continue;
    if (!wanted.has(canonical)) unexpected.push(name);
    // A tied decoder is stored beside the embeddings it equals: the embeddings' own name wins.
    else if (!found.has(canonical) || name.endsWith(canonical.replace(/^bert\./, '')))
      found.set(canonical, name);
  }
  const sources = new Map<string, string>();
  const missing: string[] = [];
  const mismatched: { name: string; checkpoint: readonly number[]; model: readonly number[] }[] = [];
  for (const { name, shape } of parameters) {
    const source = found.get(name);
    if (source === undefined) missing.push(name);
    else if (shapes.get(source)!.join() === shape.join()) sources.set(name, source);
    else mismatched.push({ name, checkpoint: shapes.get(source)!, model: shape });
  }
  return { sources, report: { missing, unexpected, mismatched } };
}

/** As the load report of transformers: which weights were not used, and which are new and want training. */
export function formatLoadReport({ missing, unexpected, mismatched }: LoadReport, model: string): string {
  const rows = [
    ...unexpected.map((name) => [name, 'UNEXPECTED', 'in the checkpoint, not used by this model']),
    ...missing.map((name) => [name, 'MISSING', 'newly initialized: train before use']),
    ...mismatched.map(({ name, checkpoint, model: own }) => [
      name,
      'MISMATCH',
      `[${checkpoint.join(', ')}] in the checkpoint, [${own.join(', ')}] here: newly initialized`,
    ]),
  ];
  if (rows.length === 0) return '';
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `${row[0]!.padEnd(widths[0]!)} | ${row[1]!.padEnd(widths[1]!)} | ${row[2]}`;
  return [`Load report of ${model}:`, line(['Key', 'Status', 'What it means']), ...rows.map(line)].join('\n');
}

/**
 * For each label of the head, the row of the checkpoint's classifier that stands for it, or null where the label
 * sets differ and the head must be new.
 */
export function classifierRows(head: HeadSpec, checkpointLabels: readonly string[] | null): number[] | null {
  if (head.task === 'fill-mask' || checkpointLabels?.length !== head.labels.length) return null;
  const rows = head.labels.map((label) => checkpointLabels.indexOf(label));
  return rows.includes(-1) ? null : rows;
}
