import { z } from 'zod';
import { DEVICE_CHOICES, INFERENCE_PRECISIONS, type InferencePrecision } from '../devices.ts';
import type { HeadShares } from '../models/bert/attention-habits.ts';
import { request } from './request.ts';

/** Longest text one question may have, in characters: far above 512 tokens, far below what stalls a page. */
const text = z.string().max(20_000);
/**
 * Name of an embedded or imported model, or `run:<id>` for the model a run made: `run:<id>/checkpoint-30` for one of its
 * checkpoints, `run:<id>/untrained` for what it began with, its new head as random as it was.
 */
const model = z.string().min(1).max(500);
/** What Settings say where it is not given. */
const device = z.enum(DEVICE_CHOICES).optional();
const question = z.strictObject({ model, text, pair: text.optional(), device });

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
  /** Among all words, from 1. */
  readonly rank: number;
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
  /** Share of each head's attention that rests on [CLS] and [SEP], mean over the tokens: [layers][heads]. */
  readonly special: readonly (readonly number[])[];
}

/** One word's vectors in sentences that begin alike, compared in pairs. */
export interface ComparedContexts extends Answered {
  /** The pieces of the word; its vector is the last one's. */
  readonly pieces: readonly string[];
  /**
   * Cosine of the word's last hidden states, [sentences][sentences], after the mean over all tokens of the sentences was
   * taken off: what all vectors share says nothing about the word.
   */
  readonly both: readonly (readonly number[])[];
  /** The same weights where each position sees only what stands before it. They were never trained so. */
  readonly leftOnly: readonly (readonly number[])[];
}

export interface HeadMap extends HeadShares {
  /** [places][places], row by row, from 0 to 255; fewer places than tokens where a text is long. */
  readonly values: readonly number[];
}

export interface AttentionHeads extends Answered {
  readonly tokens: readonly TokenRow[];
  readonly places: number;
  /** [layers][heads] */
  readonly maps: readonly (readonly HeadMap[])[];
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

/** `truncated`: the text is longer than the model can read, and its end was left out. */
export type PredictedRow =
  | { readonly kind: 'labels'; readonly scores: readonly LabelScore[]; readonly truncated: boolean }
  | { readonly kind: 'words'; readonly words: readonly WordLabel[]; readonly truncated: boolean };

export interface Predicted extends Answered {
  /** Labels of a sequence, best first, or a label for every word. */
  readonly rows: readonly PredictedRow[];
}

export interface PredictedFile extends Answered {
  readonly precision: InferencePrecision;
  /** Names of the columns that were read. */
  readonly columns: { readonly text: string; readonly textPair: string | null };
  /** Rows with a prediction. */
  readonly rows: number;
  /** Rows without one, by reason, with the first places. */
  readonly skipped: Readonly<Record<string, { readonly count: number; readonly first: readonly string[] }>>;
  readonly truncated: number;
  /** The first rows, to look at. */
  readonly first: readonly {
    readonly text: string;
    readonly pair: string | null;
    readonly answer: PredictedRow;
  }[];
  /** All rows with their predictions. */
  readonly csv: string;
}

export const inferenceRequests = {
  'inference.tokenize': request<readonly TokenRow[]>()(question),
  'inference.fillMask': request<FilledMasks>()(
    z.strictObject({
      model,
      text,
      top: z.int().min(1).max(100).default(5),
      words: z.array(z.string().max(100)).max(50).default([]),
      device,
    }),
  ),
  'inference.encode': request<EncodedText>()(question),
  'inference.attention': request<AttentionMaps>()(question.extend({ layer: z.int().min(1).max(100) })),
  /** All heads of all layers at once, each as a small map. */
  'inference.heads': request<AttentionHeads>()(question),
  /** `start` ends with the word; each of the endings goes on from there. */
  'inference.compareContexts': request<ComparedContexts>()(
    z.strictObject({ model, start: text, endings: z.array(text).min(2).max(8) }),
  ),
  'inference.predict': request<Predicted>()(
    z.strictObject({
      model,
      inputs: z
        .array(z.strictObject({ text, pair: text.optional() }))
        .min(1)
        .max(2000),
      device,
    }),
  ),
  /**
   * Predicts every row of a file that was handed over; `inference.rows` tells how far it is.
   * @param job names it for `inference.cancelFile`.
   * @param precision `int8` is computed by the processor, whatever Settings say.
   */
  'inference.predictFile': request<PredictedFile>()(
    z.strictObject({
      model,
      handle: z.string().max(100),
      job: z.string().min(1).max(100),
      precision: z.enum(INFERENCE_PRECISIONS).default('float32'),
      device,
    }),
  ),
  'inference.cancelFile': request<null>()(z.strictObject({ job: z.string().min(1).max(100) })),
};
