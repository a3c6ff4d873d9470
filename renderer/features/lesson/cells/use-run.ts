import { useEffect, useState } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { NamesJudged } from '../../../../app/lessons/cells/find-names.ts';
import type { EvaluationPoint } from '../../../../app/runs/points.ts';
import { useRuns } from '../../../stores/runs.ts';

/** A run's course, followed while it goes; undefined until it is read, null where it is gone. */
export function useRun(id: string | null): RunDetail | undefined | null {
  const [gone, setGone] = useState<string | null>(null);
  const run = useRuns(({ details }) => (id === null ? undefined : details[id]));
  // A run that was gone may be put back, and another may be started under its name.
  const isListed = useRuns(({ summaries }) => summaries?.some(({ record }) => record.id === id) ?? false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again once it is listed
  useEffect(() => {
    if (id === null || run) return;
    useRuns
      .getState()
      .follow(id)
      .then(
        () => setGone(null),
        () => setGone(id),
      );
  }, [id, run, isListed]);
  return id === null || gone === id ? null : run;
}

export function evaluationsOf({ points }: RunDetail): EvaluationPoint[] {
  return points.flatMap((point) => (point.kind === 'evaluation' ? [point] : []));
}

/** Its evaluations as the lesson speaks of them, by one score; accuracy stands beside it. */
export function judgedOf(run: RunDetail, metric: 'accuracy' | 'f1'): NamesJudged[] {
  return evaluationsOf(run).flatMap(({ epoch, report: { metrics, intervals } }) => {
    const { [metric]: score, accuracy } = metrics;
    return score === undefined || accuracy === undefined
      ? []
      : [{ score, accuracy, interval: intervals[metric] ?? null, epoch }];
  });
}
