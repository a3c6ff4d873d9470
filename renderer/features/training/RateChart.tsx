import type { TrainingArguments } from '../../../app/training/arguments.ts';
import type { Probe } from '../../../app/training/estimate.ts';
import { learningRateAt } from '../../../app/training/schedules.ts';
import { rate } from '../../components/figures.ts';
import { safeEstimate } from './estimate-words.ts';

interface RateChartProps {
  readonly args: TrainingArguments;
  readonly preset: Partial<TrainingArguments>;
  readonly probe: Probe;
}

const [WIDTH, HEIGHT, LEFT, TOP] = [480, 96, 48, 12];
const POINTS = 120;

/** The learning rate over the run, as it is set and as the preset has it. */
export function RateChart({ args, preset, probe }: RateChartProps) {
  const mine = curveOf(args, probe);
  const its = curveOf({ ...args, ...preset }, probe);
  if (!mine || !its) return null;
  const top = Math.max(...mine.rates, ...its.rates, 1e-12);
  const steps = Math.max(mine.steps, its.steps);
  const path = ({ rates, steps: own }: typeof mine) =>
    rates
      .map((value, i) => {
        const x = LEFT + (stepAt(i, own) / steps) * (WIDTH - LEFT);
        return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${(TOP + (1 - value / top) * HEIGHT).toFixed(1)}`;
      })
      .join('');
  const isSame = JSON.stringify(mine) === JSON.stringify(its);
  const label = `learning_rate from ${rate(mine.rates[0]!)}, at most ${rate(Math.max(...mine.rates))}, to ${rate(mine.rates.at(-1)!)} at step ${mine.steps}`;
  return (
    <section className="rate-chart">
      <h3 className="mono">learning_rate, step by step</h3>
      <svg viewBox={`0 0 ${WIDTH + 8} ${TOP + HEIGHT + 24}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <path d={`M${LEFT} ${TOP + (1 - share) * HEIGHT}H${WIDTH}`} stroke="var(--grid)" />
            <text x={LEFT - 8} y={TOP + (1 - share) * HEIGHT + 4} textAnchor="end">
              {share === 0 ? '0' : rate(Number((top * share).toPrecision(2)))}
            </text>
          </g>
        ))}
        {!isSame && <path d={path(its)} fill="none" stroke="var(--bar)" strokeWidth={1.5} />}
        <path d={path(mine)} fill="none" stroke="var(--accent)" strokeWidth={2} />
        <text x={LEFT} y={TOP + HEIGHT + 18}>
          0
        </text>
        <text x={WIDTH} y={TOP + HEIGHT + 18} textAnchor="end">
          {steps.toLocaleString('en')}
        </text>
      </svg>
      {!isSame && <p className="hint">Petrol is yours, grey is the preset’s.</p>}
    </section>
  );
}

/** The step that a point of the curve stands for. */
const stepAt = (point: number, steps: number): number => Math.round((point / POINTS) * steps);

function curveOf(args: TrainingArguments, probe: Probe) {
  const plan = safeEstimate(args, probe)?.plan;
  if (!plan) return null;
  const rates = Array.from({ length: POINTS + 1 }, (_, i) =>
    learningRateAt(stepAt(i, plan.maxSteps), args.learning_rate, plan.schedule),
  );
  return { rates, steps: plan.maxSteps };
}
