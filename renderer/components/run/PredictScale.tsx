import { percent } from '../figures.ts';
import './run.css';

/** A figure that was measured, with its interval. */
export interface Measured {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

interface PredictScaleProps {
  /** What the learner said, as a share. */
  readonly guess: number | null;
  /** What always the same answer scores; null where it is not known yet. */
  readonly baseline: number | null;
  /** This run's own result so far. */
  readonly measured: Measured | null;
  /** Earlier runs of the same recipe. */
  readonly earlier: readonly Measured[];
}

const WIDTH = 560;
const [LEFT, RIGHT] = [8, 552];
const AXIS = 34;
const ROW = 16;
const MOST_EARLIER = 3;

/** Predict, then measure: one line, one scale, and on it the guess, the result, and what a fixed answer scores. */
export function PredictScale({ guess, baseline, measured, earlier }: PredictScaleProps) {
  const shown = earlier.slice(0, MOST_EARLIER);
  const all = [
    guess,
    baseline,
    measured?.interval?.[0] ?? measured?.value,
    ...shown.map((e) => e.interval?.[0] ?? e.value),
  ];
  const least = Math.min(...all.filter((value): value is number => value != null), 0.5);
  const low = Math.max(0, Math.floor(least * 10 - 0.5) / 10);
  const place = (value: number) => LEFT + ((value - low) / (1 - low)) * (RIGHT - LEFT);
  const ticks = Array.from({ length: Math.round((1 - low) * 10) + 1 }, (_, i) => low + i / 10);
  const rows = (measured ? 1 : 0) + shown.length;
  const words = [
    `Scale from ${percent(low, 0)} to 100 per cent.`,
    baseline === null ? '' : `Always the same answer: ${percent(baseline, 0)}.`,
    guess === null ? 'Your guess is not in yet.' : `You said ${percent(guess, 0)}.`,
    measured ? `Measured ${percent(measured.value, 1)}.` : 'Not measured yet.',
    ...shown.map(({ label, value }) => `${label}: ${percent(value, 0)}.`),
  ].join(' ');
  return (
    <svg
      className="predict-scale"
      viewBox={`0 0 ${WIDTH} ${AXIS + 20 + Math.max(1, rows) * ROW}`}
      role="img"
      aria-label={words}
    >
      <path d={`M${LEFT} ${AXIS}H${RIGHT}`} className="axis" />
      {ticks.map((tick) => (
        <path key={tick} d={`M${place(tick)} ${AXIS}v5`} className="axis" />
      ))}
      <text x={LEFT} y={AXIS + 18} className="end">
        {percent(low, 0)}
      </text>
      <text x={RIGHT} y={AXIS + 18} textAnchor="end" className="end">
        100 %
      </text>
      {baseline !== null && (
        <>
          <path d={`M${place(baseline)} ${AXIS - 13}V${AXIS}`} className="fixed" />
          <text x={Math.max(LEFT, place(baseline) - 60)} y={14}>
            always the same answer {percent(baseline, 0)}
          </text>
        </>
      )}
      {guess !== null && (
        <>
          <path d={`M${place(guess)} ${AXIS}l-6 -9h12z`} className="mine" />
          <text x={place(guess)} y={20} textAnchor="middle" className="mine-text">
            you {percent(guess, 0)}
          </text>
        </>
      )}
      {measured && <Line measured={measured} y={AXIS + 18} place={place} low={low} className="got" />}
      {shown.map((item, i) => (
        <Line
          key={item.label}
          measured={item}
          y={AXIS + 18 + (i + (measured ? 1 : 0)) * ROW}
          place={place}
          low={low}
          className="was"
        />
      ))}
    </svg>
  );
}

interface LineProps {
  readonly measured: Measured;
  readonly y: number;
  readonly low: number;
  readonly place: (value: number) => number;
  readonly className: string;
}

function Line({ measured: { label, value, interval }, y, low, place, className }: LineProps) {
  const [from, to] = [
    place(Math.max(low, interval?.[0] ?? value)),
    place(Math.min(1, interval?.[1] ?? value)),
  ];
  const isRight = to < RIGHT - 150;
  return (
    <g className={className}>
      <path d={`M${from} ${y}H${to}M${from} ${y - 3}v6M${to} ${y - 3}v6`} />
      <circle cx={place(value)} cy={y} r={3.5} />
      <text x={isRight ? to + 10 : from - 10} y={y + 4} textAnchor={isRight ? 'start' : 'end'}>
        {label} {percent(value, 0)}
      </text>
    </g>
  );
}
