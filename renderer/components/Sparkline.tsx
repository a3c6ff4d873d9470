interface SparklineProps {
  readonly values: readonly number[];
  readonly label: string;
  readonly width?: number;
}

const HEIGHT = 24;

/** A curve without axes; the label says in words what it shows. */
export function Sparkline({ values, label, width = 96 }: SparklineProps) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  const points = finite.map((value, i) => {
    const x = (i / Math.max(1, finite.length - 1)) * width;
    return `${x.toFixed(1)},${(HEIGHT - 3 - ((value - low) / span) * (HEIGHT - 6)).toFixed(1)}`;
  });
  return (
    <svg className="sparkline" width={width} height={HEIGHT} role="img" aria-label={label}>
      <polyline points={points.join(' ')} fill="none" stroke="var(--train)" strokeWidth={1.5} />
    </svg>
  );
}
