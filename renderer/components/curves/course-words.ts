import type { RunDetail } from '../../../app/contract/runs.ts';
import { smooth } from '../../../app/runs/smoothing.ts';
import { clock, figure, rate } from '../figures.ts';
import { metricTitle } from '../metric-words.ts';
import { timeOfDay } from '../times.ts';
import { planOf } from './axis.ts';
import { type Course, fixedLoss } from './series.ts';

/** A way on from what the curves say: a new run with other arguments, or a look at the data. */
interface WayOn {
  readonly label: string;
  readonly view: 'train' | 'data';
  /** Arguments that the new run has instead. */
  readonly args: Readonly<Record<string, string>>;
}

interface CourseWords {
  /** `*figures*` stand between stars. */
  readonly text: string;
  readonly ways: readonly WayOn[];
}

const FLAT_SHARE = 0.3;
/** How far below the fixed answer's loss still counts as lying on it. */
const FLAT_GAIN = 0.02;
/** Learning rates that BERTs are tuned with, from the one for the largest to the one for the smallest: nothing beyond is advised. */
const USUAL_RATES = [2e-5, 1e-4] as const;

/** What the curves mean at this moment, and what can be done; null where they speak for themselves. */
export function courseWords(run: RunDetail, course: Course): CourseWords | null {
  return (
    brokenWords(run, course) ?? firstWords(run, course) ?? flatWords(run, course) ?? resumedWords(run, course)
  );
}

/** The step whose loss or gradient was no number; null where none was. */
export function brokenStep({ record }: RunDetail, { steps }: Course): number | null {
  const nan = steps.find(({ loss }) => !Number.isFinite(loss));
  if (nan) return nan.step;
  return record.status === 'failed' && record.error?.code === 'non_finite'
    ? (steps.at(-1)?.step ?? 0) + 1
    : null;
}

function brokenWords(run: RunDetail, course: Course): CourseWords | null {
  const step = brokenStep(run, course);
  if (step === null) return null;
  const { args, last_checkpoint: kept } = run.record;
  const smaller = rate(Math.min(args.learning_rate / 10, USUAL_RATES[1]));
  const saved = kept ? ` The weights before it are kept in ${kept}.` : ' No checkpoint was saved before it.';
  return {
    text: `At step *${step}* the loss or a gradient stopped being a number, so the run was stopped before the weights were changed. Most often the steps were too long: learning_rate is *${rate(args.learning_rate)}*.${saved}`,
    ways: [
      { label: `Clone with ${smaller}`, view: 'train', args: { learning_rate: smaller } },
      { label: 'Look at the data', view: 'data', args: {} },
    ],
  };
}

function firstWords(run: RunDetail, { steps, evaluations }: Course): CourseWords | null {
  if (steps.length === 0 || steps.length > 3 || !run.live) return null;
  const fixed = evaluations[0] && fixedLoss(evaluations[0].report);
  const coin = fixed
    ? ` The loss is about what always the same answer earns, *${figure(fixed)}*, as it should be with a random head.`
    : '';
  const all = run.live.maxSteps;
  return { text: `Step *${steps.length}* of ${all}.${coin} The axes already span the whole run.`, ways: [] };
}

function flatWords(run: RunDetail, { steps, evaluations }: Course): CourseWords | null {
  const last = evaluations.at(-1);
  const plan = planOf(run);
  const fixed = last && fixedLoss(last.report);
  const far = steps.length >= FLAT_SHARE * (plan?.maxSteps ?? Number.POSITIVE_INFINITY);
  if (!last || !fixed || !far || last.step === 0) return null;
  const losses = steps.map(({ loss }) => loss);
  const smoothed = smooth(losses, 0.9).at(-1)!;
  if (smoothed < fixed - FLAT_GAIN || last.loss < fixed - FLAT_GAIN) return null;
  const { learning_rate, num_train_epochs, max_steps } = run.record.args;
  if (isClearlyBetter(run.best)) {
    const more =
      max_steps > 0 ? { max_steps: `${2 * max_steps}` } : { num_train_epochs: `${2 * num_train_epochs}` };
    return {
      text: `After *${steps.length}* steps both losses still lie near the dotted line, while more rows are judged rightly than by one fixed answer: it has begun to learn, and is not sure of anything yet.`,
      ways: [{ label: 'Clone with twice the steps', view: 'train', args: more }],
    };
  }
  const [least, most] = USUAL_RATES;
  const other = rate(
    learning_rate >= 1e-3 ? Math.min(learning_rate / 10, most) : Math.max(learning_rate * 3, least),
  );
  return {
    text: `After *${steps.length}* steps both losses lie on the dotted line: it does no better than one fixed answer. Most often the labels do not fit the texts; next, a learning rate far too small or far too large (here *${rate(learning_rate)}*).`,
    ways: [
      { label: 'Look at the labels', view: 'data', args: {} },
      { label: `Clone with ${other}`, view: 'train', args: { learning_rate: other } },
    ],
  };
}

/** So that chance in drawing the rows does not explain it. */
function isClearlyBetter(best: RunDetail['best']): boolean {
  return (
    best?.interval != null &&
    best.baseline !== null &&
    !best.isLowerBetter &&
    best.interval[0] > best.baseline
  );
}

function resumedWords({ live, record }: RunDetail, { starts }: Course): CourseWords | null {
  const last = starts.at(-1);
  if (starts.length < 2 || !last || (!live && record.status !== 'interrupted')) return null;
  const at = timeOfDay(new Date(last.at));
  return {
    text: `It went on from *${last.checkpoint}* at ${at}, with the weights, the optimizer and the order of batches of that step. Steps are counted, so the break takes no room.`,
    ways: [],
  };
}

/** Where a run was broken off and went on, by step. */
export function seamsOf({ starts }: Course): { step: number; label: string }[] {
  return starts
    .filter(({ checkpoint }) => checkpoint !== null)
    .map(({ step, at }) => ({ step, label: `went on ${timeOfDay(new Date(at))}` }));
}

/** The course in words, for who does not see the chart. */
export function lossDescription({ steps, evaluations }: Course, smoothed: readonly number[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return 'Loss. No step is done yet.';
  const validation = evaluations.map(({ step, loss }) => `${figure(loss)} at step ${step}`).join(', ');
  return `Loss. Training from ${figure(first.loss)} at step ${first.step} to ${figure(smoothed.at(-1))}, smoothed, at step ${last.step}, after ${clock(last.elapsed_seconds)}. ${validation ? `Validation ${validation}. ` : ''}Arrow keys read out the figures of each step; plus and minus zoom.`;
}

export function metricDescription({ evaluations }: Course, metric: string): string {
  const words = evaluations.map(({ step, report }) => {
    const interval = report.intervals[metric];
    const range = interval ? ` (${figure(interval[0])} to ${figure(interval[1])})` : '';
    return `${figure(report.metrics[metric])}${range} at step ${step}`;
  });
  return `${metricTitle(metric)}: ${words.join(', ') || 'not evaluated yet'}.`;
}
