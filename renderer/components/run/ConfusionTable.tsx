import type { EvaluationPoint } from '../../../app/runs/points.ts';
import { figure } from '../figures.ts';
import { Select } from '../Select.tsx';
import './run.css';

/** Above this many classes a matrix is a wall; the scores by class say the same. */
const MOST_CLASSES = 12;

interface ConfusionTableProps {
  readonly evaluations: readonly EvaluationPoint[];
  /** The evaluation that is shown, by its step. */
  readonly step: number;
  readonly onStep: (step: number) => void;
}

/** What was said of the evaluation rows, and precision, recall and F1 of each class, at any evaluation. */
export function ConfusionTable({ evaluations, step, onStep }: ConfusionTableProps) {
  const point = evaluations.find((item) => item.step === step) ?? evaluations.at(-1);
  if (!point || point.report.byClass.length === 0) return null;
  const { confusion, byClass, count, unit } = point.report;
  const extra = confusion && confusion[0]!.length > byClass.length;
  const counted = unit === 'examples' ? 'rows' : confusion ? unit : 'names';
  const most = Math.max(1, ...(confusion ?? []).flat());
  return (
    <section className="confusion" aria-label="Confusion matrix and scores by class">
      <header>
        <h3>
          What was said of the {count.toLocaleString('en')} {unit}
        </h3>
        <Select
          small
          hideLabel
          label="Evaluation"
          value={point.step}
          options={evaluations.map((item) => ({
            value: item.step,
            label: item.step === 0 ? 'before the first step' : `at step ${item.step}`,
          }))}
          onChange={onStep}
        />
      </header>
      {confusion && byClass.length <= MOST_CLASSES && (
        <table className="matrix">
          <caption className="only-read">Rows are the true labels, columns what was said</caption>
          <thead>
            <tr>
              <th scope="col">true, said</th>
              {byClass.map(({ label }) => (
                <th key={label} scope="col" className="cut">
                  {label}
                </th>
              ))}
              {extra && <th scope="col">nothing</th>}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, i) => (
              <tr key={byClass[i]!.label}>
                <th scope="row" className="cut">
                  {byClass[i]!.label}
                </th>
                {row.map((value, j) => (
                  <td
                    key={j}
                    className={i === j ? 'right' : ''}
                    style={{ '--share': `${Math.round((value / most) * 100)}%` } as React.CSSProperties}
                  >
                    {value.toLocaleString('en')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className="figures">
        <caption className="only-read">Scores by class</caption>
        <thead>
          <tr>
            <th scope="col">class</th>
            {['precision', 'recall', 'F1', counted].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byClass.map(({ label, precision, recall, f1, support }) => (
            <tr key={label}>
              <th scope="row" className="cut">
                {label}
              </th>
              <td>{figure(precision)}</td>
              <td>{figure(recall)}</td>
              <td>{figure(f1)}</td>
              <td>{support.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
