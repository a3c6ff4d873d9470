import { z } from 'zod';
import { request } from './request.ts';

/** Longest text one question may have, in characters: far above 512 tokens, far below what stalls a page. */
const text = z.string().max(20_000);
/** Name of an embedded or imported model, or `run:<id>` for the model a run made (`run:<id>/checkpoint-30` for one of its checkpoints). */
const model = z.string().min(1).max(500);
const question = z.strictObject({ model, text, pair: text.optional() });

/** Where and how fast a question was answered. */
export interface Answered {
  readonly model: string;
  /** `cpu`, `webgpu:0`, `cuda:0`. */
  readonly device: string;
  /** Of the model's own work, loading and tokenizing left out. */
  readonly seconds: number;
}

export interface TokenRow {
  readonly token: string;
  readonly id: number;
  /** 0 for the first text, 1 for the second. */
  readonly type: number;
  /** Characters of its text, in UTF-16 units; both 0 for special tokens. */
  readonly start: number;
  readonly end: number;
}

export interface Candidate {
  readonly token: string;
  readonly id: number;
  readonly probability: number;
}

export interface FilledMasks extends Answered {
  /** For each [MASK] in order, the likeliest words. */
  readonly masks: readonly (readonly Candidate[])[];
  /** For each [MASK], the words asked about by `words`, wherever they rank; a word that is not one token is missing. */
  readonly asked: readonly (readonly Candidate[])[];
}

export interface EncodedText extends Answered {
  readonly tokens: readonly TokenRow[];
  /** `last_hidden_state` as PyTorch prints it. */
  readonly printed: string;
  /** [1, tokens, hidden] */
  readonly shape: readonly number[];
  /** [tokens][hidden] */
  readonly values: readonly (readonly number[])[];
}

export interface AttentionMaps extends Answered {
  readonly tokens: readonly TokenRow[];
  readonly layers: number;
  readonly heads: number;
  /** Of the layer asked for: [heads][from][to], rows sum to 1. */
  readonly attention: readonly (readonly (readonly number[])[])[];
}

export interface LabelScore {
  readonly label: string;
  /** A probability; the predicted number itself for regression. */
  readonly score: number;
}

export interface WordLabel {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Null, as the score, for a word cut off because the text is longer than the model can read. */
  readonly label: string | null;
  readonly score: number | null;
}

export type PredictedRow =
  | { readonly kind: 'labels'; readonly scores: readonly LabelScore[] }
  | { readonly kind: 'words'; readonly words: readonly WordLabel[] };

export interface Predicted extends Answered {
  /** Labels of a sequence, best first, or a label for every word. */
  readonly rows: readonly PredictedRow[];
}

export const inferenceRequests = {
  'inference.tokenize': request<readonly TokenRow[]>()(question),
  'inference.fillMask': request<FilledMasks>()(
    z.strictObject({
      model,
      text,
      top: z.int().min(1).max(100).default(5),
      words: z.array(z.string().max(100)).max(50).default([]),
    }),
  ),
  'inference.encode': request<EncodedText>()(question),
  'inference.attention': request<AttentionMaps>()(question.extend({ layer: z.int().min(1).max(100) })),
  'inference.predict': request<Predicted>()(
    z.strictObject({
      model,
      inputs: z
        .array(z.strictObject({ text, pair: text.optional() }))
        .min(1)
        .max(2000),
    }),
  ),
};
