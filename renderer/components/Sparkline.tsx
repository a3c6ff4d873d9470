import type { Spark, SparkPoint } from '../../app/runs/spark.ts';
import { figure } from './figures.ts';

interface SparklineProps {
  readonly spark: Spark;
  readonly width?: number;
  /** Of the training line; ink where it is not live or chosen. */
  readonly color?: string;
  /** The run ended because its loss was no number. */
  readonly broken?: boolean;
}

const HEIGHT = 24;
const MARGIN = 3;

/** A run's course without axes: as wide as the whole run, as high as its highest loss, so that a flat one looks flat. */
export function Sparkline({ spark, width = 96, color = 'var(--ink-3)', broken }: SparklineProps) {
  const { train, validation } = spark;
  const losses = [...train, ...validation].map(([, loss]) => loss);
  const low = Math.min(0, ...losses);
  const span = Math.max(...losses) - low || 1;
  const place = ([share, loss]: SparkPoint) => {
    return [share * width, MARGIN + (1 - (loss - low) / span) * (HEIGHT - 2 * MARGIN)] as const;
  };
  const path = (points: readonly SparkPoint[]) =>
    points
      .map((point) =>
        place(point)
          .map((value) => value.toFixed(1))
          .join(','),
      )
      .join(' ');
  const end = train.length > 0 ? place(train.at(-1)!) : null;
  return (
    <svg
      className="sparkline"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={sparkWords(spark)}
    >
      <path d={`M0 ${MARGIN}H${width}`} stroke="var(--line-strong)" fill="none" />
      <polyline points={path(train)} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
      {validation.length > 1 && (
        <polyline
          points={path(validation)}
          fill="none"
          stroke="var(--valid)"
          strokeWidth={1.5}
          strokeDasharray="3 2.5"
        />
      )}
      {broken && end && (
        <path
          d={`M${end[0] + 3} ${end[1] - 3}l6 6m0-6l-6 6`}
          stroke="var(--bad)"
          strokeWidth={1.5}
          fill="none"
        />
      )}
    </svg>
  );
}

function sparkWords({ train }: Spark): string {
  if (train.length === 0) return 'No training loss yet';
  return `Training loss, from ${figure(train[0]![1])} to ${figure(train.at(-1)![1])}`;
}
