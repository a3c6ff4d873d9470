import { z } from 'zod';
import type { LoadReport } from '../models/bert/match-weights.ts';
import type { HeadSpec } from '../models/task.ts';
import { request } from './request.ts';

export interface ModelSummary {
  /** What requests name it by. */
  readonly id: string;
  readonly title: string;
  readonly origin: 'embedded' | 'imported' | 'run';
  readonly description: string | null;
  readonly licence: string | null;
  /** e.g. `8-bit weights`. */
  readonly weights: string | null;
  readonly parameters: number | null;
  readonly bytes: number;
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
  readonly max_positions: number;
  /** What its head predicts; null for a bare encoder. */
  readonly head: HeadSpec | null;
  /** Whether it can fill a [MASK]. */
  readonly fillsMasks: boolean;
  /** Of a run, in order of their steps; none elsewhere. */
  readonly checkpoints: readonly ModelCheckpoint[];
  readonly recommended_learning_rate: number | null;
  readonly recommendation: string | null;
}

export interface ModelCheckpoint {
  /** Names it after the run's id: `run:<id>/<name>`. */
  readonly name: string;
  readonly step: number;
  readonly best: boolean;
}

/** A model that was taken in, and what loading it came to, in the words of Hugging Face. */
export interface ImportedModel {
  readonly model: ModelSummary;
  readonly report: Pick<LoadReport, 'missing' | 'unexpected'>;
}

export const modelRequests = {
  /** Embedded, imported, and the finished runs' best checkpoints. */
  'models.list': request<readonly ModelSummary[]>()(z.strictObject({})),
  /** Takes in a Hugging Face folder whose files were handed over. */
  'models.import': request<ImportedModel>()(
    z.strictObject({
      name: z.string().min(1).max(100),
      handles: z.array(z.string().max(100)).min(1).max(200),
    }),
  ),
};
