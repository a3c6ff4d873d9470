import type { ReactNode } from 'react';
import { useCurves } from '../../stores/curves.ts';
import { metricTitle } from '../metric-words.ts';
import { Select } from '../Select.tsx';

interface MetricHeadProps {
  /** The one that is shown. */
  readonly metric: string;
  readonly metrics: readonly string[];
  /** What the chart needs to have said of it. */
  readonly children: ReactNode;
}

/** The title of a chart of evaluations, which chooses what they are judged by where there is a choice. */
export function MetricHead({ metric, metrics, children }: MetricHeadProps) {
  const change = useCurves((settings) => settings.change);
  const isChoice = metrics.length > 1;
  return (
    <div className="metric-head">
      <h3 className={isChoice ? 'only-read' : ''}>{metricTitle(metric)}</h3>
      {isChoice && (
        <Select
          small
          hideLabel
          label="Judged by"
          value={metric}
          options={metrics.map((value) => ({ value, label: metricTitle(value) }))}
          onChange={(value) => change({ metric: value })}
        />
      )}
      <span>{children}</span>
    </div>
  );
}
