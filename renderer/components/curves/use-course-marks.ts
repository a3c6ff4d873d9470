import { useMemo } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { figure } from '../figures.ts';
import { type AxisName, extentOf } from './axis.ts';
import type { Marks, Range } from './chart-types.ts';
import { brokenStep, seamsOf } from './course-words.ts';
import { expectedEvaluations } from './expected.ts';
import { type Course, fixedLoss } from './series.ts';

/** What stands on a run's charts beside its lines: fixed answers, the guess, seams, what broke, evaluations to come. */
export function useCourseMarks(
  run: RunDetail,
  course: Course,
  axis: AxisName,
  metric: string,
): { loss: Marks; metric: Marks; span: Partial<Range> } {
  const first = course.evaluations[0];
  const fixed = first ? fixedLoss(first.report) : null;
  const baseline = first?.report.baseline?.metrics[metric];
  const broken = useMemo(() => brokenStep(run, course), [run, course]);
  const seams = seamsOf(course);
  const perEpoch = extentOf([run]).stepsPerEpoch;
  const place = (step: number) =>
    axis === 'step'
      ? step
      : axis === 'epoch'
        ? step / (perEpoch || 1)
        : (course.steps.findLast((point) => point.step <= step)?.elapsed_seconds ?? 0);
  const plain = run.record.args.label_smoothing_factor === 0 && run.record.args.class_weights === null;
  const expected = run.live && axis !== 'time' ? expectedEvaluations(run, course).map(place) : [];
  const events = [
    ...seams.map(({ step, label }) => ({ x: place(step), label, kind: 'resumed' as const })),
    ...(broken === null
      ? []
      : [{ x: place(broken), label: `NaN at step ${broken}`, kind: 'broken' as const }]),
  ];
  const made = {
    loss: {
      levels: fixed !== null && plain ? [{ y: fixed, label: 'always the same', kind: 'fixed' as const }] : [],
      events,
      expected,
    },
    metric: {
      levels: [
        ...(baseline === undefined
          ? []
          : [{ y: baseline, label: 'always the same', kind: 'fixed' as const }]),
        ...(run.guess === null || !run.best?.isMain || run.best.metric !== metric
          ? []
          : [{ y: run.guess, label: `you said ${figure(run.guess, 2)}`, kind: 'guess' as const }]),
      ],
      expected,
    },
    span: spanOf(course, metric, baseline),
  };
  const key = JSON.stringify(made);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all of it, so that a crosshair redraws no chart
  return useMemo(() => made, [key]);
}

/** Intervals are seen to their ends; with a fixed answer's score, the scale is that of shares up to 1. */
function spanOf({ evaluations }: Course, metric: string, baseline: number | undefined): Partial<Range> {
  const shown = [
    ...evaluations.flatMap(({ report }) => report.intervals[metric] ?? []),
    ...(baseline === undefined ? [] : [Math.max(0, baseline - 0.1), Math.max(1, baseline)]),
  ].filter(Number.isFinite);
  return shown.length === 0 ? {} : { min: Math.min(...shown), max: Math.max(...shown) };
}
