import { useMemo, useState } from 'react';
import { Disclosure } from '../Disclosure.tsx';
import { capital } from '../figures.ts';
import { Chart, type ChartProps } from './Chart.tsx';
import type { Series } from './chart-types.ts';
import { STEP_FIGURES, type StepFigure } from './series.ts';
import type { useSharedAxis } from './use-shared-axis.ts';

interface StepCurvesProps {
  /** The lines of a figure; another function has them drawn anew. */
  readonly linesOf: (figure: StepFigure) => readonly Series[];
  readonly shared: ReturnType<typeof useSharedAxis>['shared'] & Pick<ChartProps, 'onNear'>;
}

/** Learning rate, gradient norm and speed of each step, folded away until somebody asks. */
export function StepCurves(props: StepCurvesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure
      title={capital(STEP_FIGURES.map(({ name }) => name).join(', '))}
      open={isOpen}
      onOpenChange={setOpen}
    >
      {isOpen && <Curves {...props} />}
    </Disclosure>
  );
}

function Curves({ linesOf, shared }: StepCurvesProps) {
  const lines = useMemo(() => STEP_FIGURES.map(linesOf), [linesOf]);
  return STEP_FIGURES.map(({ name, note }, i) => (
    <div key={name}>
      <h3 className="chart-title">
        {capital(name)} {note && <span>{note}</span>}
      </h3>
      <Chart
        {...shared}
        span={ZERO}
        height={120}
        series={lines[i]!}
        description={`${capital(name)} of each step.`}
      />
    </div>
  ));
}

const ZERO = { min: 0 };
