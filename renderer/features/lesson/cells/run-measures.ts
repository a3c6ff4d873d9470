import type { RunDetail } from '../../../../app/contract/runs.ts';
import { findNamesTakeaway, type NamesJudged } from '../../../../app/lessons/cells/find-names.ts';
import { fineTuneTakeaway } from '../../../../app/lessons/cells/fine-tune.ts';
import type { Said } from '../../../../app/lessons/said.ts';
import { evaluationsOf } from './use-run.ts';

/** What a cell that starts a run asks for, and by which figure it judges what came. */
interface RunMeasure {
  /** Tasks of data that the cell can be given. */
  readonly task: 'text-classification' | 'token-classification';
  readonly metric: 'accuracy' | 'f1';
  /** The blank, for assistive technology; the words before it, and after it. */
  readonly asked: string;
  readonly before: (rows: number | null) => string;
  readonly after: string;
  /** @param judged at least one evaluation. */
  readonly takeaway: (run: RunDetail, judged: readonly NamesJudged[], guess: number | null) => Said;
}

export const RUN_MEASURES: Readonly<Record<'fine-tune' | 'find-names', RunMeasure>> = {
  'fine-tune': {
    task: 'text-classification',
    metric: 'accuracy',
    asked: 'Predicted accuracy in per cent',
    before: (rows) => `Of ${rows ?? 'the'} unseen rows it will judge`,
    after: 'per cent correctly.',
    takeaway: (run, evaluations, guess) => {
      const { count, baseline } = evaluationsOf(run)[0]!.report;
      const course = {
        evaluations,
        count,
        baseline: baseline?.metrics.accuracy ?? null,
        going: run.live !== null,
      };
      return fineTuneTakeaway(course, guess);
    },
  },
  'find-names': {
    task: 'token-classification',
    metric: 'f1',
    asked: 'Predicted F1 in per cent',
    before: (rows) => `In ${rows ?? 'the'} unseen sentences the F1 of its names will be`,
    after: 'per cent.',
    takeaway: (run, evaluations, guess) => {
      const { count, baseline } = evaluationsOf(run)[0]!.report;
      const course = {
        evaluations,
        words: count,
        noName: baseline?.metrics.accuracy ?? null,
        going: run.live !== null,
      };
      return findNamesTakeaway(course, guess);
    },
  },
};
