import type { RunDetail } from '../../../../app/contract/runs.ts';
import { curvesOf } from '../../../components/curves/series.ts';
import { figure } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { TableHead } from '../../../components/TableHead.tsx';
import { namesOf } from './compared-series.ts';

/** Validation loss and metric of each run at each evaluation. */
export function EvaluationsTable({
  runs,
  metric,
}: {
  readonly runs: readonly RunDetail[];
  readonly metric: string;
}) {
  const courses = runs.map(({ points }) => curvesOf(points));
  const steps = [...new Set(courses.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  return (
    <div className="table-scroll">
      <table className="figures">
        <caption>Validation loss and {metricWords(metric)} at each evaluation</caption>
        <TableHead columns={['step', ...namesOf(runs)]} />
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <th scope="row">{step}</th>
              {courses.map(({ evaluations }, i) => {
                const point = evaluations.find((item) => item.step === step);
                return (
                  <td key={runs[i]!.record.id}>
                    {point && `${figure(point.loss)}, ${figure(point.report.metrics[metric])}`}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
