import { useEffect, useMemo, useState } from 'react';
import type { ArmProgress, ExperimentState } from '../../../app/contract/experiments.ts';
import type { Experiment } from '../../../app/lessons/experiment.ts';
import { smooth } from '../../../app/runs/smoothing.ts';
import { Chart } from '../../components/curves/Chart.tsx';
import type { Range, Series, XAxis } from '../../components/curves/chart-types.ts';
import { runColor } from '../../components/curves/run-looks.ts';
import { figure, percent } from '../../components/figures.ts';
import { useCurves } from '../../stores/curves.ts';
import { experimentKey, useExperiments } from '../../stores/experiments.ts';
import { BesideBar } from './BesideBar.tsx';
import '../../components/curves/live-curves.css';

interface BesideExperimentProps {
  readonly lesson: string;
  readonly experiment: Experiment;
}

const PHASES: Readonly<Record<ExperimentState['phase'], string>> = {
  running: 'being measured',
  waiting: 'waits for your run',
  idle: 'stopped',
  failed: 'failed',
};

/** What a question is being answered by, as it comes: a line for each part of its experiment, on one axis. */
export function BesideExperiment({ lesson, experiment }: BesideExperimentProps) {
  const state = useExperiments(({ states }) => states[experimentKey(lesson, experiment.id)]);
  // After a reload there may be no quiz on the page that has asked for it.
  useEffect(() => void useExperiments.getState().load(lesson), [lesson]);
  const arms = state?.arms ?? [];
  const isMeasured = arms.length > 0 && arms.every(({ result }) => result !== null);
  const detail = isMeasured ? 'measured' : PHASES[state?.phase ?? 'idle'];
  return (
    <>
      <BesideBar title={experiment.title} detail={detail} />
      <div className="scroll">
        {arms.some(({ curve }) => curve.length > 0) ? (
          <ArmCurves experiment={experiment} arms={arms} />
        ) : (
          <p className="beside-gone secondary">The first points come once the model is loaded.</p>
        )}
      </div>
    </>
  );
}

interface ArmCurvesProps {
  readonly experiment: Experiment;
  readonly arms: readonly ArmProgress[];
}

function ArmCurves({ experiment, arms }: ArmCurvesProps) {
  const isTraining = experiment.kind === 'training';
  const [range, setRange] = useState<Range | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const smoothing = useCurves((settings) => settings.smoothing);
  const total = Math.max(...arms.map((arm) => arm.total), 1);
  const axis = useMemo<XAxis>(
    () => ({
      label: isTraining ? 'step' : 'sentences',
      whole: { min: 0, max: total },
      ticks: () => null,
      format: (x) => String(Math.round(x)),
    }),
    [isTraining, total],
  );
  const series = useMemo(
    () =>
      arms.map(({ id, curve }, i): Series => {
        const values = curve.map(([, y]) => y);
        const ys = isTraining ? smooth(values, smoothing) : values;
        const end = ys.at(-1);
        const title = experiment.arms.find((arm) => arm.id === id)!.title;
        return {
          label: title,
          points: curve.map(([x], at) => ({ x, y: ys[at]! })),
          color: runColor(i),
          tracked: true,
          ...(end === undefined
            ? {}
            : { endLabel: '', endFigure: isTraining ? figure(end) : percent(end, 0) }),
        };
      }),
    [arms, experiment, isTraining, smoothing],
  );
  const ends = series.map(({ label, points }) => {
    const end = cursor === null ? points.at(-1) : points.findLast(({ x }) => x <= cursor);
    return { label, end };
  });
  const words = (end: { x: number; y: number } | undefined) =>
    !end
      ? 'not begun'
      : isTraining
        ? `${figure(end.y)} at step ${end.x}`
        : `${percent(end.y, 0)} of ${end.x} sentences`;
  return (
    <div className="curves">
      <h3 className="chart-title">
        {isTraining ? 'Training loss' : 'Words guessed right so far'}
        {isTraining && <span>smoothed, of {total} steps each</span>}
      </h3>
      <Chart
        series={series}
        axis={axis}
        range={range}
        onRange={setRange}
        cursor={cursor}
        onCursor={setCursor}
        span={SPAN}
        height={260}
        description={`${experiment.title}. ${ends.map(({ label, end }) => `${label}: ${words(end)}`).join('; ')}.`}
      />
      <ul className="arm-key">
        {ends.map(({ label, end }, i) => (
          <li key={label}>
            <i style={{ background: `var(${runColor(i)})` }} aria-hidden="true" />
            {label}
            <b>{words(end)}</b>
          </li>
        ))}
      </ul>
      <p className="secondary">
        {isTraining
          ? 'How well each does on the rows set aside is said under the question, once all are measured.'
          : 'The share settles as more sentences are asked.'}
      </p>
    </div>
  );
}

const SPAN = { min: 0 };
