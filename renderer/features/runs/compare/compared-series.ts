import type { RunDetail } from '../../../../app/contract/runs.ts';
import { bySeed, seedBand } from '../../../../app/runs/seeds.ts';
import { type AxisName, xOf } from '../../../components/curves/axis.ts';
import type { Range, Series } from '../../../components/curves/chart-types.ts';
import { runColor } from '../../../components/curves/run-colors.ts';
import { curvesOf, lossSeries, metricSeries } from '../../../components/curves/series.ts';
import { shortNames } from '../../../components/curves/short-names.ts';
import { figure } from '../../../components/figures.ts';

/** The runs' names as far as there is room for them on a chart. */
export function namesOf(runs: readonly RunDetail[]): string[] {
  return shortNames(runs.map(({ record }) => record.name));
}

/** Of each run the smoothed training loss, solid, and the validation loss, dashed, in its colour. */
export function lossLines(
  runs: readonly RunDetail[],
  { axis, smoothing }: { readonly axis: AxisName; readonly smoothing: number },
): Series[] {
  const names = namesOf(runs);
  return runs.flatMap((run, i) => {
    const course = curvesOf(run.points);
    return lossSeries(course, { axis, smoothing })
      .filter(({ label }) => label !== 'each batch')
      .map(({ endLabel, endFigure: _, ...line }): Series => {
        const named = line.label === 'validation' || course.evaluations.length === 0;
        return {
          ...line,
          color: runColor(i),
          ...(named && endLabel ? { endLabel: names[i]! } : {}),
        };
      });
  });
}

/** A line for each run, or where several differ by their seed alone, their mean with the band they span. */
export function metricLines(runs: readonly RunDetail[], metric: string, axis: AxisName): Series[] {
  const names = namesOf(runs);
  return bySeed(runs).flatMap((group): Series[] => {
    const color = runColor(runs.indexOf(group[0]!));
    const band =
      group.length > 1
        ? seedBand(
            group.map(({ points }) => points),
            metric,
          )
        : [];
    if (band.length < 2) {
      return group.map((run) => {
        const {
          endLabel,
          endFigure: _,
          ...line
        } = metricSeries(curvesOf(run.points), metric, run.best?.step ?? null, {
          axis,
        });
        const i = runs.indexOf(run);
        return { ...line, ...(endLabel ? { endLabel: names[i]! } : {}), color: runColor(i) };
      });
    }
    const points = band.map((point) => ({ x: xOf(point, axis), y: point.mean }));
    return [
      {
        label: `mean of ${group.length} seeds`,
        points,
        color,
        dash: [5, 5],
        ringed: true,
        tracked: true,
        endLabel: `${group.length} seeds`,
        endFigure: figure(points.at(-1)!.y),
        band: band.map((point) => ({ x: xOf(point, axis), low: point.low, high: point.high })),
      },
    ];
  });
}

/** Of all intervals and bands, so that none is cut off. */
export function spanOf(lines: readonly Series[]): Partial<Range> {
  const ends = lines.flatMap(({ whiskers = [], band = [] }) => [...whiskers, ...band]);
  if (ends.length === 0) return {};
  return { min: Math.min(...ends.map(({ low }) => low)), max: Math.max(...ends.map(({ high }) => high)) };
}
