import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { runAddress } from '../../components/run/run-links.ts';
import { useRuns } from '../../stores/runs.ts';

interface StripChartProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** The live chart over any view, above the strip it was opened from. */
export function StripChart({ id, onClose }: StripChartProps) {
  const run = useRuns(({ details }) => details[id]);
  const panel = useRef<HTMLElement>(null);
  const isThere = run !== undefined;
  useEffect(() => void useRuns.getState().follow(id), [id]);
  useEffect(() => {
    if (!isThere) return;
    const before = document.activeElement as HTMLElement | null;
    panel.current?.focus();
    return () => before?.focus();
  }, [isThere]);
  if (!run) return null;
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className="strip-chart"
      aria-label={`Chart of ${run.record.name}`}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <header className="bar">
        <h2 className="cut">{run.record.name}</h2>
        <span className="grow" />
        <a href={runAddress(run)} onClick={onClose}>
          Open in Runs
        </a>
        <IconButton label="Close the chart" Icon={X} onClick={onClose} />
      </header>
      <div className="scroll">
        <LiveCurves run={run} brief />
      </div>
    </aside>
  );
}
