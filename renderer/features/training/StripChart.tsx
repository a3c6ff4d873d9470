import { X } from 'lucide-react';
import { useEffect } from 'react';
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
  useEffect(() => void useRuns.getState().follow(id), [id]);
  if (!run) return null;
  return (
    <aside
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
