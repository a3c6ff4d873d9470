import { runLook } from './run-looks.ts';

const POINTS = {
  circle: 'M15 8a3 3 0 1 1-6 0a3 3 0 1 1 6 0Z',
  rect: 'M9 5h6v6h-6Z',
  triangle: 'M12 4.5l3.5 6.5h-7Z',
} as const;

/** A stretch of a compared run's line with its point: the key to its look on the charts. */
export function RunKey({ position }: { readonly position: number }) {
  const { color, dash, point } = runLook(position);
  return (
    <svg className="run-key" width="24" height="16" viewBox="0 0 24 16" aria-hidden="true">
      <path d="M0 8H24" stroke={`var(${color})`} strokeWidth="2" strokeDasharray={dash.join(' ')} />
      <path d={POINTS[point]} stroke={`var(${color})`} strokeWidth="2" fill="var(--paper)" />
    </svg>
  );
}
