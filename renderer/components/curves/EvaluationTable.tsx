import type { EvaluationPoint } from '../../../app/runs/points.ts';
import { figure } from '../figures.ts';

interface EvaluationTableProps {
  readonly evaluations: readonly EvaluationPoint[];
  readonly metric: string;
}

/** The evaluations as a table, and the last one's confusion matrix. */
export function EvaluationTable({ evaluations, metric }: EvaluationTableProps) {
  const last = evaluations.at(-1);
  if (!last) return null;
  const names = Object.keys(last.report.metrics).filter((name) => !/^f1_/.test(name));
  const { confusion, byClass, count, unit } = last.report;
  return (
    <div className="table-scroll">
      <table className="figures">
        <caption className="only-read">Evaluations</caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">loss</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">95 % interval of {metric}</th>
          </tr>
        </thead>
        <tbody>
          {evaluations.map((point) => {
            const interval = point.report.intervals[metric];
            return (
              <tr key={point.step}>
                <th scope="row">
                  {point.step}
                  {point.is_best && <span className="tag">best so far</span>}
                </th>
                <td>{figure(point.loss)}</td>
                {names.map((name) => (
                  <td key={name}>{figure(point.report.metrics[name])}</td>
                ))}
                <td>{interval ? `${figure(interval[0])} to ${figure(interval[1])}` : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {confusion && (
        <table className="figures">
          <caption>
            What was said of the {count} {unit} at step {last.step}: rows are the true labels, columns the
            predictions
          </caption>
          <thead>
            <tr>
              <td />
              {byClass.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {byClass.map(({ label }, row) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {byClass.map((other, column) => (
                  <td key={other.label} className={row === column ? 'right' : ''}>
                    {confusion[row]![column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
