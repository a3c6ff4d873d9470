import type { Recipe, RoomRun } from '../../../../app/results/room.ts';
import { metricValues, type SeedBand, type StepValue, spread } from '../../../../app/runs/seeds.ts';
import { smooth } from '../../../../app/runs/smoothing.ts';
import { type AxisName, xOf } from '../../../components/curves/axis.ts';
import type { Series } from '../../../components/curves/chart-types.ts';
import { figure } from '../../../components/figures.ts';
import { isColoured, recipeColor } from './room-colors.ts';

/** What a band spans: a standard deviation to either side of the mean, or all seeds. */
export type BandKind = 'deviation' | 'range';

interface RoomDrawing {
  readonly axis: AxisName;
  readonly band: BandKind;
}

/** The smoothed training loss of a run, step by step. */
export function trainingLoss({ points }: RoomRun, smoothing: number): StepValue[] {
  const steps = points.filter((point) => point.kind === 'step');
  const values = smooth(
    steps.map(({ loss }) => loss),
    smoothing,
  );
  return steps.map(({ step, epoch, elapsed_seconds }, i) => ({
    step,
    epoch,
    elapsed_seconds,
    value: values[i]!,
  }));
}

/** Over the seeds of a recipe, where at least half of them have come that far; none for a single one. */
export function bandOf({ seeds }: Recipe, read: (run: RoomRun) => StepValue[]): SeedBand[] {
  return seeds.length < 2 ? [] : spread(seeds.map(read), Math.max(2, Math.ceil(seeds.length / 2)));
}

export const metricOf =
  (metric: string) =>
  ({ points }: RoomRun): StepValue[] =>
    metricValues(points, metric);

/** Every run as a faint line, and over them the mean of each coloured recipe with its band. */
export function roomSeries(
  recipes: readonly Recipe[],
  read: (run: RoomRun) => StepValue[],
  { axis, band }: RoomDrawing,
  ringed: boolean,
): Series[] {
  const faint: Series[] = [];
  const means: Series[] = [];
  for (const [i, recipe] of recipes.entries()) {
    const color = recipeColor(i);
    for (const run of recipe.runs) {
      const points = read(run).map((item) => ({ x: xOf(item, axis), y: item.value }));
      faint.push({ label: run.learner.name, id: run.learner.id, points, color, opacity: 0.35, width: 1 });
    }
    const found = isColoured(i) ? bandOf(recipe, read) : [];
    if (found.length === 0) continue;
    const points = found.map((point) => ({ x: xOf(point, axis), y: point.mean }));
    means.push({
      label: `mean of ${recipe.seeds.length} seeds`,
      points,
      color,
      ...(ringed ? { ringed, dash: [5, 5] } : {}),
      tracked: true,
      endLabel: `mean of ${recipe.seeds.length}`,
      endFigure: figure(points.at(-1)!.y),
      band: found.map((point) => ({ x: xOf(point, axis), ...endsOf(point, band) })),
    });
  }
  return [...faint, ...means];
}

/** The lines of some learners bold, named and on top. */
export function inFront(lines: readonly Series[], learners: ReadonlySet<string>): Series[] {
  const isPicked = ({ id }: Series) => id !== undefined && learners.has(id);
  const picked = lines.filter(isPicked).map((line): Series => {
    const end = line.points.at(-1);
    const words = end ? { endLabel: short(line.label), endFigure: figure(end.y) } : {};
    return { ...line, color: '--ink', opacity: 1, width: 2.5, ...words };
  });
  return [...lines.filter((line) => !isPicked(line)), ...picked];
}

function endsOf({ mean, deviation, low, high }: SeedBand, band: BandKind) {
  return band === 'range' ? { low, high } : { low: mean - deviation, high: mean + deviation };
}

const short = (name: string) => (name.length > 12 ? `${name.slice(0, 11)}…` : name);
