import { z } from 'zod';
import { learnerId } from '../results/result-file.ts';
import type { Learner } from '../results/room.ts';
import { request } from './request.ts';
import type { StudioProblem } from './workspace.ts';

/** A learner's own results, ready to be saved. */
export interface MadeResults {
  /** What the download names it by. */
  readonly handle: string;
  /** Of the file. */
  readonly name: string;
  readonly bytes: number;
  /** Stands for the learner in place of a name. */
  readonly learner: string;
  readonly runs: number;
  /** Older ones, for which there is no room in a file. */
  readonly runsLeftOut: number;
  /** Questions answered. */
  readonly questions: number;
  /** Predictions made in the lesson and before runs. */
  readonly guesses: number;
  /** Runs and answers that cannot be read, and so are not in it. */
  readonly problems: readonly string[];
}

export interface LearnerSummary {
  readonly id: string;
  readonly name: string;
  /** What its file was called. */
  readonly file: string;
  /** ISO 8601; a newer file of the same learner takes the place of an older one. */
  readonly exportedAt: string;
}

export interface OpenedLearners {
  readonly opened: number;
  /** Files that could not be read, or are older than what is here. */
  readonly problems: readonly StudioProblem[];
}

const ids = z.array(learnerId).min(1).max(500);

export const resultRequests = {
  /** @throws `disk_full`, `unwritable`. */
  'results.make': request<MadeResults>()(
    z.strictObject({ name: z.string().trim().min(1).max(80).optional() }),
  ),
  'learners.list': request<{
    readonly learners: readonly LearnerSummary[];
    readonly problems: readonly StudioProblem[];
  }>()(z.strictObject({})),
  /** With runs and curves. @throws `no_such_learner`, `damaged_file`, `newer_format`. */
  'learners.get': request<Learner>()(z.strictObject({ id: learnerId })),
  /** Files handed over; what is wrong with one is told beside what the others hold. */
  'learners.open': request<OpenedLearners>()(
    z.strictObject({ handles: z.array(z.string().max(100)).min(1).max(500) }),
  ),
  'learners.rename': request<null>()(
    z.strictObject({ id: learnerId, name: z.string().trim().min(1).max(80) }),
  ),
  /** To the trash, from which `learners.restore` takes them back. */
  'learners.remove': request<null>()(z.strictObject({ ids })),
  'learners.restore': request<null>()(z.strictObject({ ids })),
};
