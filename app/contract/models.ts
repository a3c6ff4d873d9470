import { z } from 'zod';
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
  readonly recommended_learning_rate: number | null;
  readonly recommendation: string | null;
}

export const modelRequests = {
  /** Embedded, imported, and the finished runs' best checkpoints. */
  'models.list': request<readonly ModelSummary[]>()(z.strictObject({})),
};
