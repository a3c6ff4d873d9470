import type { BertParameter } from './parameters.ts';

/** What loading a checkpoint into a model came to, in the words of Hugging Face. */
export interface LoadReport {
  /** In the model and not in the checkpoint: newly initialized. */
  readonly missing: readonly string[];
  /** In the checkpoint and not in the model: not used. */
  readonly unexpected: readonly string[];
  /** In both, with other shapes: newly initialized. */
  readonly mismatched: readonly MismatchedWeight[];
  /** What became of the checkpoint's classifier, where its labels are not simply the head's. */
  readonly note: string | null;
}

export interface MismatchedWeight {
  readonly name: string;
  readonly checkpoint: readonly number[];
  readonly model: readonly number[];
}

interface WeightMatch {
  /** Model's parameter name to the checkpoint's name for it. */
  readonly sources: ReadonlyMap<string, string>;
  readonly report: LoadReport;
}

/** A checkpoint's name for a weight as today's Hugging Face calls it; null for what is no weight. */
function canonicalName(name: string, tiedDecoder: boolean): string | null {
  if (/(^|\.)embeddings\.(position_ids|token_type_ids)$/.test(name)) return null;
  const current = name
    .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
    .replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
  if (tiedDecoder && current === 'cls.predictions.decoder.weight')
    return 'bert.embeddings.word_embeddings.weight';
  if (tiedDecoder && current === 'cls.predictions.decoder.bias') return 'cls.predictions.bias';
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
  const wanted = new Set(parameters.map((parameter) => parameter.name));
  const tiedDecoder = wanted.has('cls.predictions.bias');
  for (const name of shapes.keys()) {
    const canonical = canonicalName(name, tiedDecoder);
    if (canonical === null) continue;
    if (!wanted.has(canonical)) unexpected.push(name);
    // A tied decoder is stored beside the embeddings it equals: the embeddings' own name wins.
    else if (!found.has(canonical) || name.endsWith(canonical.replace(/^bert\./, '')))
      found.set(canonical, name);
  }
  const sources = new Map<string, string>();
  const missing: string[] = [];
  const mismatched: MismatchedWeight[] = [];
  for (const { name, shape } of parameters) {
    const source = found.get(name);
    if (source === undefined) missing.push(name);
    else if (shapes.get(source)!.join() === shape.join()) sources.set(name, source);
    else mismatched.push({ name, checkpoint: shapes.get(source)!, model: shape });
  }
  return { sources, report: { missing, unexpected, mismatched, note: null } };
}
