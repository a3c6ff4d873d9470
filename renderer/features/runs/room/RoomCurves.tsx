import { useMemo, useState } from 'react';
import type { Recipe } from '../../../../app/results/room.ts';
import { summaryOf } from '../../../../app/runs/summary.ts';
import { Choice } from '../../../components/Choice.tsx';
import { extentOf, xOf } from '../../../components/curves/axis.ts';
import { Chart } from '../../../components/curves/Chart.tsx';
import { CurveTools } from '../../../components/curves/CurveTools.tsx';
import { compareCsv } from '../../../components/curves/compare-csv.ts';
import { metricsOf } from '../../../components/curves/metric-shown.ts';
import { curvesOf } from '../../../components/curves/series.ts';
import { usePictures } from '../../../components/curves/use-pictures.ts';
import { useAxis, useSharedAxis } from '../../../components/curves/use-shared-axis.ts';
import { figure } from '../../../components/figures.ts';
import { metricTitle, metricWords } from '../../../components/metric-words.ts';
import { Select } from '../../../components/Select.tsx';
import { useCurves } from '../../../stores/curves.ts';
import { spanOf } from '../compare/compared-series.ts';
import { recipeTitle } from './recipe-words.ts';
import { isColoured, recipeColor } from './room-colors.ts';
import { roomPictures } from './room-pictures.ts';
import { type BandKind, bandOf, inFront, metricOf, roomSeries, trainingLoss } from './room-series.ts';
import { SpreadTable } from './SpreadTable.tsx';

interface RoomCurvesProps {
  /** Those that are shown, in the order of their colours. */
  readonly recipes: readonly Recipe[];
  /** Ids of learners whose curves stand out. */
  readonly highlighted: ReadonlySet<string>;
  /** Told whose curve is pointed at. */
  readonly onLight: (id: string | null) => void;
}

/** All curves of a room on one chart, and over them the mean of each recipe with its spread over seeds. */
export function RoomCurves({ recipes, highlighted, onLight }: RoomCurvesProps) {
  const { axis: name, smoothing, logarithmic } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const [band, setBand] = useState<BandKind>('deviation');
  const [chosen, setChosen] = useState<string | null>(null);
  const runs = useMemo(() => recipes.flatMap((recipe) => recipe.runs), [recipes]);
  const extent = useMemo(() => extentOf(runs), [runs]);
  const axis = useAxis(name, extent);
  const courses = useMemo(() => runs.map(({ points }) => curvesOf(points)), [runs]);
  const longest = courses.reduce((a, b) => (b.steps.length > a.steps.length ? b : a), NO_COURSE);
  const { shared, range, crosshair } = useSharedAxis(axis, longest, name, extent.stepsPerEpoch);
  const metrics = useMemo(() => [...metricsOf(courses), 'loss'], [courses]);
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : (runs[0]?.best?.metric ?? 'loss');
  const drawing = useMemo(() => ({ axis: name, band }), [name, band]);
  const losses = useMemo(
    () => roomSeries(recipes, (run) => trainingLoss(run, smoothing), drawing, false),
    [recipes, smoothing, drawing],
  );
  const judged = useMemo(
    () => roomSeries(recipes, metricOf(metric), drawing, true),
    [recipes, metric, drawing],
  );
  const lossShown = useMemo(() => inFront(losses, highlighted), [losses, highlighted]);
  const judgedShown = useMemo(() => inFront(judged, highlighted), [judged, highlighted]);
  const judgedSpan = useMemo(() => spanOf(judged), [judged]);
  const bands = useMemo(
    () =>
      recipes
        .filter((_, i) => isColoured(i))
        .map((recipe) => bandOf(recipe, (run) => trainingLoss(run, smoothing))),
    [recipes, smoothing],
  );
  const words = wordsOn(recipes, metric);
  const pictures = usePictures(
    roomPictures(recipes, metric, {
      loss: { series: lossShown, span: LOSS_SPAN, logarithmic, axis, range },
      metric: { series: judgedShown, span: judgedSpan, axis, range },
    }),
  );
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
        {...pictures}
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
            focusable
            series={lossShown}
            onNear={onLight}
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
            series={judgedShown}
            onNear={onLight}
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
