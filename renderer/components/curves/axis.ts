import type { RunDetail } from '../../../app/contract/runs.ts';
import type { EvaluationPoint, StepPoint } from '../../../app/runs/points.ts';
import { planTraining, type TrainingPlan } from '../../../app/training/plan.ts';
import { clock } from '../figures.ts';
import type { AxisTick, Range, XAxis } from './chart-types.ts';

export const AXES = ['step', 'epoch', 'time'] as const;
export type AxisName = (typeof AXES)[number];

/** Above this many epochs in sight, their boundaries would be a fence. */
const MOST_EPOCHS = 8;

export function xOf(
  point: Pick<StepPoint | EvaluationPoint, 'step' | 'epoch' | 'elapsed_seconds'>,
  axis: AxisName,
): number {
  return axis === 'step' ? point.step : axis === 'epoch' ? point.epoch : point.elapsed_seconds;
}

/** The steps that a range shows, on another axis; null where that is no stretch of them. */
export function rangeOn(
  { min, max }: Range,
  from: AxisName,
  to: AxisName,
  steps: readonly StepPoint[],
): Range | null {
  const first = steps.find((point) => xOf(point, from) >= min);
  const last = steps.findLast((point) => xOf(point, from) <= max);
  if (!first || !last || first.step >= last.step) return null;
  return { min: xOf(first, to), max: xOf(last, to) };
}

/** A range made narrower or wider about a place, within the whole; null where that is all of it. */
export function zoomed(range: Range, about: number | null, factor: number, whole: Range): Range | null {
  const width = (range.max - range.min) * factor;
  if (width >= whole.max - whole.min) return null;
  const isInside = about !== null && about >= range.min && about <= range.max;
  const place = isInside ? about : (range.min + range.max) / 2;
  return within(place - (place - range.min) * factor, width, whole);
}

/** A range moved so that a place is in its middle; as it is where the place is in it already. */
export function holding(range: Range, place: number, whole: Range): Range {
  if (place >= range.min && place <= range.max) return range;
  const width = range.max - range.min;
  return within(place - width / 2, width, whole);
}

function within(start: number, width: number, whole: Range): Range {
  const min = Math.min(Math.max(start, whole.min), whole.max - width);
  return { min, max: min + width };
}

/** What an axis needs to know of a run. */
type Extending = Pick<RunDetail, 'record' | 'points' | 'live'>;

/** How many steps a run has, and an epoch of it; null where its record does not tell. */
export function planOf({ record }: Pick<RunDetail, 'record'>): TrainingPlan | null {
  const { train_examples: examples } = record.dataset;
  return examples > 0 ? planTraining(record.args, examples) : null;
}

export interface Extent {
  /** Steps, epochs and seconds of the longest run, to its end as far as that is known. */
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  /** 0 where runs differ in it, or it is unknown. */
  readonly stepsPerEpoch: number;
}

/** How far the axes of some runs reach: to the end of the longest, also while it is still going. */
export function extentOf(runs: readonly Extending[]): Extent {
  const plans = runs.map(planOf);
  const perEpoch = new Set(plans.map((plan) => plan?.stepsPerEpoch ?? 0));
  const last = runs.map(
    ({ points }) => points.findLast(({ kind }) => kind === 'step') as StepPoint | undefined,
  );
  const most = (values: readonly number[]) => Math.max(0, ...values);
  return {
    steps: most(runs.map((run, i) => plans[i]?.maxSteps ?? (run.live?.maxSteps || last[i]?.step || 1))),
    epochs: most(plans.map((plan, i) => (plan ? plan.maxSteps / plan.stepsPerEpoch : (last[i]?.epoch ?? 1)))),
    seconds: most(runs.map(({ live }, i) => (last[i]?.elapsed_seconds ?? 0) + (live?.secondsLeft ?? 0))) || 1,
    stepsPerEpoch: perEpoch.size === 1 ? [...perEpoch][0]! : 0,
  };
}

export function axisOf(name: AxisName, { steps, epochs, seconds, stepsPerEpoch }: Extent): XAxis {
  switch (name) {
    case 'step':
      return {
        label: 'step',
        whole: { min: 0, max: steps },
        ticks: (range) => (stepsPerEpoch > 0 ? stepTicks(range, steps, stepsPerEpoch) : null),
        format: (step) => Math.round(step).toLocaleString('en'),
      };
    case 'epoch':
      return { label: 'epoch', whole: { min: 0, max: epochs }, ticks: () => null, format: short };
    case 'time':
      return { label: 'time of training', whole: { min: 0, max: seconds }, ticks: () => null, format: clock };
  }
}

const short = (value: number) => String(Number(value.toFixed(2)));

/** A line at the end of each epoch, and the epoch's name between them. */
function stepTicks({ min, max }: Range, steps: number, perEpoch: number): readonly AxisTick[] | null {
  const first = Math.floor(min / perEpoch);
  const last = Math.ceil(max / perEpoch);
  if (last - first > MOST_EPOCHS || max - min < perEpoch) return null;
  const inside = (value: number) => value >= min && value <= max;
  const ticks: AxisTick[] = [];
  for (let epoch = first; epoch < last; epoch++) {
    const start = epoch * perEpoch;
    const end = Math.min(start + perEpoch, steps);
    const middle = (start + end) / 2;
    if (inside(start)) ticks.push({ value: start, label: String(start), line: true });
    const isWhole = end - start > perEpoch / 2;
    if (inside(middle) && isWhole) ticks.push({ value: middle, label: `epoch ${epoch + 1}`, line: false });
  }
  const end = Math.min(last * perEpoch, steps);
  if (inside(end)) ticks.push({ value: end, label: String(end), line: true });
  return ticks;
}
