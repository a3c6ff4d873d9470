import { useMemo, useState } from 'react';
import { Disclosure } from '../Disclosure.tsx';
import type { AxisName } from './axis.ts';
import { Chart } from './Chart.tsx';
import { type Course, stepSeries } from './series.ts';
import type { useSharedAxis } from './use-shared-axis.ts';

interface StepCurvesProps {
  readonly course: Course;
  readonly axis: AxisName;
  readonly shared: ReturnType<typeof useSharedAxis>['shared'];
}

/** Learning rate, gradient norm and speed of each step, folded away until somebody asks. */
export function StepCurves({ course, axis, shared }: StepCurvesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure title="Learning rate, gradient norm, tokens a second" open={isOpen} onOpenChange={setOpen}>
      {isOpen && <Curves course={course} axis={axis} shared={shared} />}
    </Disclosure>
  );
}

function Curves({ course, axis, shared }: StepCurvesProps) {
  const { rate, norm, speed } = useMemo(
    () => ({
      rate: stepSeries(course, (point) => point.learning_rate, 'learning rate', { axis }),
      norm: stepSeries(course, (point) => point.grad_norm, 'gradient norm', { axis }),
      speed: stepSeries(course, (point) => point.tokens / point.seconds, 'tokens', { axis }),
    }),
    [course, axis],
  );
  const chart = { ...shared, span: ZERO, height: 120 };
  return (
    <>
      <h3 className="chart-title">Learning rate</h3>
      <Chart {...chart} series={rate} description="Learning rate of each step." />
      <h3 className="chart-title">
        Gradient norm <span>of each step, before clipping</span>
      </h3>
      <Chart {...chart} series={norm} description="Gradient norm of each step." />
      <h3 className="chart-title">
        Tokens a second <span>padding left out</span>
      </h3>
      <Chart {...chart} series={speed} description="Real tokens a second." />
    </>
  );
}

const ZERO = { min: 0 };
