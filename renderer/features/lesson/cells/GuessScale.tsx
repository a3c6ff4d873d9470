import type { Judged } from '../../../../app/lessons/cells/fine-tune.ts';
import { percent } from '../../../components/figures.ts';

interface GuessScaleProps {
  /** What always the same answer reaches; null where it is not known. */
  readonly baseline: number | null;
  readonly guess: number | null;
  readonly measured: (Judged & { readonly label: string }) | null;
}

const [WIDTH, LEFT, RIGHT] = [540, 8, 532];

/** Predict, then measure: one line, one scale, three kinds of mark. */
export function GuessScale({ baseline, guess, measured }: GuessScaleProps) {
  // Room for what chance may show below the baseline, so that the scale need not move when it is measured.
  const lowest = Math.min(0.5, baseline ?? 1, guess ?? 1, measured?.accuracy ?? 1) - 0.15;
  const low = Math.max(0, Math.floor(lowest * 10) / 10);
  const x = (value: number) => LEFT + ((value - low) / (1 - low)) * (RIGHT - LEFT);
  const ticks = Array.from({ length: Math.round((1 - low) * 10) + 1 }, (_, i) => low + i / 10);
  const anchor = (value: number) =>
    x(value) > RIGHT - 90 ? 'end' : x(value) < LEFT + 90 ? 'start' : 'middle';
  const words = [
    baseline === null ? '' : `Always the same answer: ${percent(baseline, 0)}.`,
    guess === null ? 'No guess yet.' : `You: ${percent(guess, 0)}.`,
    measured ? `${measured.label}: ${percent(measured.accuracy, 0)}.` : 'Not measured yet.',
  ].join(' ');
  return (
    <svg className="measure" viewBox={`0 0 ${WIDTH} 92`} role="img" aria-label={words}>
      <line className="axis" x1={LEFT} x2={RIGHT} y1="48" y2="48" />
      {ticks.map((tick) => (
        <line key={tick} className="axis" x1={x(tick)} x2={x(tick)} y1="44" y2="48" />
      ))}
      <text x={LEFT} y="86">
        {percent(low, 0)}
      </text>
      <text x={RIGHT} y="86" textAnchor="end">
        100 %
      </text>
      {baseline !== null && (
        <>
          <line className="base" x1={x(baseline)} x2={x(baseline)} y1="32" y2="48" />
          <text x={x(baseline)} y="24" textAnchor={anchor(baseline)}>
            always the same answer {percent(baseline, 0)}
          </text>
        </>
      )}
      {guess !== null && (
        <>
          <path className="mine" d={`M${x(guess) - 5} 30h10l-5 7z`} />
          <line className="mine-line" x1={x(guess)} x2={x(guess)} y1="36" y2="48" />
          <text
            className="mine-text"
            x={x(guess)}
            y={isNear(guess, baseline) ? 10 : 24}
            textAnchor={anchor(guess)}
          >
            you {percent(guess, 0)}
          </text>
        </>
      )}
      {measured && (
        <>
          {measured.interval && (
            <path
              className="got"
              d={`M${x(measured.interval[0])} 55v8m0-4H${x(measured.interval[1])}m0-4v8`}
              fill="none"
            />
          )}
          <circle className="got dot" cx={x(measured.accuracy)} cy="59" r="4" />
          <text className="got-text" x={x(measured.accuracy)} y="79" textAnchor={anchor(measured.accuracy)}>
            {measured.label} {percent(measured.accuracy, 0)}
          </text>
        </>
      )}
    </svg>
  );
}

/** Close enough that two labels on one line would overlap. */
function isNear(guess: number, baseline: number | null): boolean {
  return baseline !== null && Math.abs(guess - baseline) < 0.24;
}
