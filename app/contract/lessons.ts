import { z } from 'zod';
import type { WatchedExample } from '../training/watched.ts';
import type { Answered } from './inference.ts';
import { request } from './request.ts';

export interface HeldOut {
  /** In the order the scores have. */
  readonly labels: readonly string[];
  /** Those that a run with the default seed follows from evaluation to evaluation. */
  readonly examples: readonly WatchedExample[];
}

export interface UntrainedScores extends Answered {
  /** For each held-out example and then the learner's own, a probability for each label. */
  readonly scores: readonly (readonly number[])[];
}

/** Of the learner's own, asked after the others. */
const own = z.strictObject({ text: z.string().min(1).max(20_000), pair: z.string().max(20_000).nullable() });
const dataset = z.string().min(1).max(500);

export const lessonRequests = {
  'lessons.heldOut': request<HeldOut>()(z.strictObject({ dataset })),
  /** What a new head of random numbers says of them: the very head that a run with the default seed starts from. */
  'lessons.untrained': request<UntrainedScores>()(
    z.strictObject({ model: z.string().min(1).max(500), dataset, own: own.optional() }),
  ),
};
