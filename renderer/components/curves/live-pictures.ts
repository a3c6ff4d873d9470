import type { RunDetail } from '../../../app/contract/runs.ts';
import { capital, count } from '../figures.ts';
import { metricWords } from '../metric-words.ts';
import type { AxisName } from './axis.ts';
import type { Picture } from './chart-picture.ts';
import type { Series } from './chart-types.ts';
import { type Course, STEP_FIGURES, stepSeries } from './series.ts';
import type { useCourseMarks } from './use-course-marks.ts';
import type { NamedPicture } from './use-pictures.ts';

interface LiveDrawing {
  readonly run: RunDetail;
  readonly course: Course;
  readonly metric: string;
  readonly loss: readonly Series[];
  readonly judged: readonly Series[];
  readonly marks: ReturnType<typeof useCourseMarks>;
  readonly axis: AxisName;
  readonly logarithmic: boolean;
}

/** The pictures of a run: all its charts, those too that are folded away. */
export function livePictures(
  { run, course, metric, loss, judged, marks, axis, logarithmic }: LiveDrawing,
  shown: Pick<Picture, 'axis' | 'range'>,
): NamedPicture[] {
  const { name, dataset } = run.record;
  const made = (
    words: string,
    draw: () => Pick<Picture, 'note' | 'series' | 'marks' | 'logarithmic' | 'span'>,
  ) => ({
    name: words,
    draw: (): Picture => ({ title: `${capital(words)}: ${name}`, measure: words, ...shown, ...draw() }),
  });
  const of = `${run.model} on ${dataset.name}`;
  const last = course.evaluations.at(-1)?.report;
  const words = metricWords(metric);
  return [
    made('loss', () => ({ note: of, series: loss, marks: marks.loss, logarithmic, span: { min: 0 } })),
    ...(last
      ? [
          made(words, () => ({
            note: `${of}; ${count(last.count)} held-out ${last.unit}${last.intervals[metric] ? ', bars show the 95\u202f% interval' : ''}`,
            series: judged.map((line) => ({ ...line, label: words })),
            marks: marks.metric,
            span: marks.span,
          })),
        ]
      : []),
    ...(course.steps.length === 0 ? [] : STEP_FIGURES).map((figure) =>
      made(figure.name, () => ({
        note: [of, figure.note].filter(Boolean).join('; '),
        series: [stepSeries(course, figure, { axis })],
        span: { min: 0 },
      })),
    ),
  ];
}
