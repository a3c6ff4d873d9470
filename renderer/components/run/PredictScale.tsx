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
const AXIS = 46;
const ROW = 16;
const LABEL = 14;
/** Below the axis, the figures at its ends. */
const ENDS = 18;
/** About as wide as a letter of a label. */
const LETTER = 6.2;
/** As a share of the scale: labels nearer than this would overlap on one line. */
const NEAR = 0.24;
const MOST_EARLIER = 3;

/** Predict, then measure: one line, one scale, and on it the guess, the result, and what a fixed answer scores. */
export function PredictScale({ guess, baseline, measured, earlier }: PredictScaleProps) {
  const shown = earlier.slice(0, MOST_EARLIER);
  const lows = [measured, ...shown].map((item) => item?.interval?.[0] ?? item?.value ?? 1);
  // Room for what chance may show below the baseline, so that the scale need not move when it is measured.
  const least = Math.min(Math.min(0.5, baseline ?? 1, guess ?? 1) - 0.1, ...lows);
  const low = Math.max(0, Math.floor(least * 10) / 10);
  const share = (value: number) => (value - low) / (1 - low);
  const place = (value: number) => LEFT + share(value) * (RIGHT - LEFT);
  const anchor = (value: number) =>
    place(value) > RIGHT - 90 ? 'end' : place(value) < LEFT + 90 ? 'start' : 'middle';
  const ticks = Array.from({ length: Math.round((1 - low) * 10) + 1 }, (_, i) => low + i / 10);
  const isNear = guess !== null && baseline !== null && Math.abs(share(guess) - share(baseline)) < NEAR;
  const rows = [
    ...(measured ? [{ ...measured, className: 'got' }] : []),
    ...shown.map((item) => ({ ...item, className: 'was' })),
  ];
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
      viewBox={`0 0 ${WIDTH} ${AXIS + ENDS + 10 + Math.max(1, rows.length) * ROW}`}
      role="img"
      aria-label={words}
    >
      <path d={`M${LEFT} ${AXIS}H${RIGHT}`} className="axis" />
      {ticks.map((tick) => (
        <path key={tick} d={`M${place(tick)} ${AXIS}v5`} className="axis" />
      ))}
      <text x={LEFT} y={AXIS + ENDS} className="end">
        {percent(low, 0)}
      </text>
      <text x={RIGHT} y={AXIS + ENDS} textAnchor="end" className="end">
        {percent(1, 0)}
      </text>
      {baseline !== null && (
        <>
          <path d={`M${place(baseline)} ${AXIS - 13}V${AXIS}`} className="fixed" />
          <text x={place(baseline)} y={2 * LABEL} textAnchor={anchor(baseline)}>
            always the same answer {percent(baseline, 0)}
          </text>
        </>
      )}
      {guess !== null && (
        <>
          <path d={`M${place(guess)} ${AXIS}l-6 -9h12z`} className="mine" />
          <text
            x={place(guess)}
            y={isNear ? LABEL : 2 * LABEL}
            textAnchor={anchor(guess)}
            className="mine-text"
          >
            you {percent(guess, 0)}
          </text>
        </>
      )}
      {rows.map(({ className, ...item }, i) => (
        <Line
          key={item.label}
          measured={item}
          y={AXIS + ENDS + (i + 1) * ROW - 4}
          place={place}
          low={low}
          className={className}
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
  const words = `${label} ${percent(value, 0)}`;
  const isRight = to + 10 + words.length * LETTER < WIDTH;
  return (
    <g className={className}>
      <path d={`M${from} ${y}H${to}M${from} ${y - 3}v6M${to} ${y - 3}v6`} />
      <circle cx={place(value)} cy={y} r={3.5} />
      <text x={isRight ? to + 10 : from - 10} y={y + 4} textAnchor={isRight ? 'start' : 'end'}>
        {words}
      </text>
    </g>
  );
}
