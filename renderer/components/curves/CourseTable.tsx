import { count, figure, rate } from '../figures.ts';
import { metricWords } from '../metric-words.ts';
import { TableHead } from '../TableHead.tsx';
import type { Course } from './series.ts';

interface CourseTableProps {
  readonly course: Course;
  readonly metric: string;
  /** Step of the best evaluation. */
  readonly best: number | null;
  readonly smoothed: readonly number[];
}

const ROWS = 24;

/** The curves as a table: evenly spaced steps, and every evaluation. */
export function CourseTable({ course, metric, best, smoothed }: CourseTableProps) {
  const { steps, evaluations } = course;
  const every = Math.max(1, Math.ceil(steps.length / ROWS));
  const shown = new Map<number, { step?: (typeof steps)[number]; index?: number }>();
  steps.forEach((step, index) => {
    if ((index + 1) % every === 0 || index === steps.length - 1) shown.set(step.step, { step, index });
  });
  const judged = new Map(evaluations.map((point) => [point.step, point]));
  for (const number of judged.keys()) {
    const index = steps.findIndex(({ step }) => step === number);
    shown.set(number, index < 0 ? {} : { step: steps[index]!, index });
  }
  return (
    <div className="table-scroll">
      <table className="figures">
        <caption>
          {every === 1 ? 'Every step' : `Every ${every}th step`} of {steps.length}, and all evaluations
        </caption>
        <TableHead
          columns={[
            'step',
            'epoch',
            'train',
            'this batch',
            'validation',
            metricWords(metric),
            '95\u202f% interval',
            ['learning_rate', 'mono'],
            'gradient norm',
            'tokens/s',
          ]}
        />
        <tbody>
          {[...shown.entries()]
            .sort(([a], [b]) => a - b)
            .map(([number, { step, index }]) => {
              const evaluation = judged.get(number);
              const value = evaluation?.report.metrics[metric];
              const interval = evaluation?.report.intervals[metric];
              return (
                <tr key={number} className={number === best ? 'best' : ''}>
                  <th scope="row">{number}</th>
                  <td>{(step ?? evaluation)!.epoch.toFixed(2)}</td>
                  <td>{step && figure(smoothed[index!])}</td>
                  <td>{step && figure(step.loss)}</td>
                  <td>{evaluation && figure(evaluation.loss)}</td>
                  <td>{value !== undefined && figure(value)}</td>
                  <td>{interval && `${figure(interval[0], 2)} to ${figure(interval[1], 2)}`}</td>
                  <td className="mono">{step && rate(Number(step.learning_rate.toPrecision(2)))}</td>
                  <td>{step && figure(step.grad_norm, 2)}</td>
                  <td>{step && count(Math.round(step.tokens / step.seconds))}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
