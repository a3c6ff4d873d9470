import { useMemo, useRef, useState } from 'react';
import type { Recipe } from '../../../../app/results/room.ts';
import { summaryOf } from '../../../../app/runs/summary.ts';
import { Choice } from '../../../components/Choice.tsx';
import { extentOf, xOf } from '../../../components/curves/axis.ts';
import { Chart, type ChartHandle } from '../../../components/curves/Chart.tsx';
import { CurveTools } from '../../../components/curves/CurveTools.tsx';
import { compareCsv } from '../../../components/curves/compare-csv.ts';
import { curvesOf } from '../../../components/curves/series.ts';
import { useAxis, useSharedAxis } from '../../../components/curves/use-shared-axis.ts';
import { figure } from '../../../components/figures.ts';
import { metricTitle, metricWords } from '../../../components/metric-words.ts';
import { Select } from '../../../components/Select.tsx';
import { useCurves } from '../../../stores/curves.ts';
import { spanOf } from '../compare/compared-series.ts';
import { recipeTitle } from './recipe-words.ts';
import { isColoured, recipeColor } from './room-colors.ts';
import { type BandKind, bandOf, metricOf, roomSeries, trainingLoss } from './room-series.ts';
import { SpreadTable } from './SpreadTable.tsx';

interface RoomCurvesProps {
  /** Those that are shown, in the order of their colours. */
  readonly recipes: readonly Recipe[];
  /** Ids of learners whose curves stand out. */
  readonly highlighted: ReadonlySet<string>;
}

/** All curves of a room on one chart, and over them the mean of each recipe with its spread over seeds. */
export function RoomCurves({ recipes, highlighted }: RoomCurvesProps) {
  const { axis: name, smoothing, logarithmic } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const [band, setBand] = useState<BandKind>('deviation');
  const [chosen, setChosen] = useState<string | null>(null);
  const chart = useRef<ChartHandle>(null);
  const runs = useMemo(() => recipes.flatMap((recipe) => recipe.runs), [recipes]);
  const extent = useMemo(() => extentOf(runs), [runs]);
  const axis = useAxis(name, extent);
  const courses = useMemo(() => runs.map(({ points }) => curvesOf(points)), [runs]);
  const longest = courses.reduce((a, b) => (b.steps.length > a.steps.length ? b : a), NO_COURSE);
  const { shared, crosshair } = useSharedAxis(axis, longest, name, extent.stepsPerEpoch);
  const metrics = useMemo(() => metricsOf(courses), [courses]);
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : (runs[0]?.best?.metric ?? 'loss');
  const drawing = useMemo(() => ({ axis: name, band, highlighted }), [name, band, highlighted]);
  const losses = useMemo(
    () => roomSeries(recipes, (run) => trainingLoss(run, smoothing), drawing, false),
    [recipes, smoothing, drawing],
  );
  const judged = useMemo(
    () => roomSeries(recipes, metricOf(metric), drawing, true),
    [recipes, metric, drawing],
  );
  const judgedSpan = useMemo(() => spanOf(judged), [judged]);
  const bands = useMemo(
    () =>
      recipes
        .filter((_, i) => isColoured(i))
        .map((recipe) => bandOf(recipe, (run) => trainingLoss(run, smoothing))),
    [recipes, smoothing],
  );
  const words = wordsOn(recipes, metric);
  const judgedBy = (
    <div className="room-tools">
      <h3>Judged by</h3>
      <Select
        small
        hideLabel
        label="Judged by"
        value={metric}
        options={metrics.map((value) => ({ value, label: metricWords(value) }))}
        onChange={setChosen}
      />
      <span className="secondary">on the held-out rows; a line each, dashed their mean</span>
    </div>
  );
  return (
    <div className="curves">
      <CurveTools
        name="room"
        lines={[]}
        asTable={asTable}
        onTable={setAsTable}
        onPng={() => chart.current?.png(`Training loss of ${runs.length} runs`) ?? ''}
        csv={() =>
          compareCsv(
            runs.map(({ learner, record }, i) => ({
              name: `${learner.name}: ${record.name}`,
              course: courses[i]!,
            })),
          )
        }
      />
      <div className="room-tools">
        <Choice
          hideLabel
          label="What a band spans"
          value={band}
          options={[
            ['deviation', 'Standard deviation'],
            ['range', 'Lowest to highest'],
          ]}
          onChange={setBand}
        />
      </div>
      {asTable ? (
        <>
          {judgedBy}
          <SpreadTable recipes={recipes} metric={metric} />
        </>
      ) : (
        <>
          <Chart
            {...shared}
            ref={chart}
            focusable
            series={losses}
            logarithmic={logarithmic}
            span={LOSS_SPAN}
            height={260}
            description={`Training loss of ${runs.length} runs, smoothed, a line each. ${words}`}
          />
          <p className="cursor-line" aria-live={crosshair.isSpoken ? 'polite' : 'off'}>
            {crosshair.x === null
              ? ' '
              : bands.map((found, i) => {
                  const at = found.findLast((point) => xOf(point, name) <= crosshair.x!);
                  return (
                    at && (
                      <span key={recipes[i]!.id} style={{ color: `var(${recipeColor(i)})` }}>
                        {axis.label} {axis.format(crosshair.x!)}: mean {figure(at.mean)}, deviation{' '}
                        {figure(at.deviation)}, {figure(at.low)} to {figure(at.high)}, {at.count} seeds
                      </span>
                    )
                  );
                })}
          </p>
          {judgedBy}
          <Chart
            {...shared}
            series={judged}
            span={judgedSpan}
            height={190}
            description={`${metricTitle(metric)} of ${runs.length} runs at each evaluation. ${words}`}
          />
        </>
      )}
    </div>
  );
}

const NO_COURSE = curvesOf([]);
const LOSS_SPAN = { min: 0 };

/** Every metric that a run was judged by, and the loss last. */
function metricsOf(courses: readonly ReturnType<typeof curvesOf>[]): string[] {
  const names = courses.flatMap(({ evaluations }) => Object.keys(evaluations.at(-1)?.report.metrics ?? {}));
  return [...new Set(names), 'loss'];
}

function wordsOn(recipes: readonly Recipe[], metric: string): string {
  return recipes
    .slice(0, 4)
    .map((recipe) => {
      const last = summaryOf(recipe.seeds.map((run) => metricOf(metric)(run).at(-1)?.value));
      const title = recipeTitle(recipe);
      return last
        ? `${title}: last ${metricWords(metric)} ${figure(last.mean)} on average, from ${figure(last.low)} to ${figure(last.high)}.`
        : `${title}: not evaluated.`;
    })
    .join(' ');
}
