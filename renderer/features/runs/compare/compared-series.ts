import type { RunDetail } from '../../../../app/contract/runs.ts';
import { bySeed, seedBand } from '../../../../app/runs/seeds.ts';
import { type AxisName, xOf } from '../../../components/curves/axis.ts';
import type { Range, Series } from '../../../components/curves/chart-types.ts';
import { emphasised } from '../../../components/curves/emphasis.ts';
import { runLook } from '../../../components/curves/run-looks.ts';
import {
  curvesOf,
  lossSeries,
  metricSeries,
  type StepFigure,
  stepSeries,
} from '../../../components/curves/series.ts';
import { shortNames } from '../../../components/curves/short-names.ts';
import { figure } from '../../../components/figures.ts';

/** Up to so many runs every line is bold and every interval drawn. */
export const FEW = 6;

/** The runs' names as far as there is room for them on a chart. */
export function namesOf(runs: readonly RunDetail[]): string[] {
  return shortNames(runs.map(({ record }) => record.name));
}

const widthFor = (runs: readonly RunDetail[]): number => (runs.length > FEW ? 1.5 : 2);

/** Of each run the smoothed training loss and the validation loss, in its look. */
export function lossLines(
  runs: readonly RunDetail[],
  { axis, smoothing }: { readonly axis: AxisName; readonly smoothing: number },
): Series[] {
  const names = namesOf(runs);
  const width = widthFor(runs);
  return runs.flatMap((run, i) => {
    const course = curvesOf(run.points);
    const { color, dash, point } = runLook(i);
    const own = smoothing > 0 ? 'train' : 'each batch';
    return lossSeries(course, { axis, smoothing })
      .filter(({ label }) => label === own || label === 'validation')
      .map(({ endLabel: _, endFigure: __, ...line }): Series => {
        const isTrain = line.label !== 'validation';
        const isNamed = line.points.length > 0 && (!isTrain || course.evaluations.length === 0);
        return {
          ...line,
          label: isTrain ? 'train' : 'validation',
          id: run.record.id,
          color,
          width,
          point,
          ...(isTrain ? { dash, opacity: 1 } : {}),
          ...(isNamed ? { endLabel: names[i]! } : {}),
        };
      });
  });
}

/** A figure of every step, a line for each run. */
export function stepLines(runs: readonly RunDetail[], figure: StepFigure, axis: AxisName): Series[] {
  const width = Math.min(1.5, widthFor(runs));
  return runs.map((run, i) => {
    const { color, dash } = runLook(i);
    return { ...stepSeries(curvesOf(run.points), figure, { axis }), id: run.record.id, color, dash, width };
  });
}

/**
 * A line for each run, or where several differ by their seed alone, their mean with the band they span.
 *
 * @param lit a run that has its own line all the same.
 */
export function metricLines(
  runs: readonly RunDetail[],
  metric: string,
  axis: AxisName,
  lit: string | null,
): Series[] {
  const names = namesOf(runs);
  const width = widthFor(runs);
  const lineOf = (run: RunDetail): Series => {
    const i = runs.indexOf(run);
    const { color, point } = runLook(i);
    const course = curvesOf(run.points);
    const {
      endLabel,
      endFigure: _,
      ...line
    } = metricSeries(course, metric, run.best?.step ?? null, { axis });
    return {
      ...line,
      id: run.record.id,
      color,
      point,
      width,
      ...(endLabel ? { endLabel: names[i]! } : {}),
    };
  };
  return bySeed(runs).flatMap((group): Series[] => {
    const band =
      group.length > 1
        ? seedBand(
            group.map(({ points }) => points),
            metric,
          )
        : [];
    if (band.length < 2) return group.map(lineOf);
    const points = band.map((point) => ({ x: xOf(point, axis), y: point.mean }));
    const mean: Series = {
      label: `mean of ${group.length} seeds: ${group.map(({ record }) => record.name).join('; ')}`,
      points,
      color: runLook(runs.indexOf(group[0]!)).color,
      width,
      dash: [5, 5],
      ringed: true,
      tracked: true,
      endLabel: `${group.length} seeds`,
      endFigure: figure(points.at(-1)!.y),
      band: band.map((point) => ({ x: xOf(point, axis), low: point.low, high: point.high })),
    };
    return [mean, ...group.filter(({ record }) => record.id === lit).map(lineOf)];
  });
}

/** The lines as they are drawn: one of them in front, or where they are many, without intervals, which would hide them. */
export function drawn(
  lines: readonly Series[],
  runs: readonly RunDetail[],
  lit: string | null,
): readonly Series[] {
  if (runs.length <= FEW || runs.some(({ record }) => record.id === lit)) return emphasised(lines, lit);
  return lines.map(({ whiskers: _, ...line }) => line);
}

/** Of all intervals and bands, so that none is cut off. */
export function spanOf(lines: readonly Series[]): Partial<Range> {
  const ends = lines.flatMap(({ whiskers = [], band = [] }) => [...whiskers, ...band]);
  if (ends.length === 0) return {};
  return { min: Math.min(...ends.map(({ low }) => low)), max: Math.max(...ends.map(({ high }) => high)) };
}
