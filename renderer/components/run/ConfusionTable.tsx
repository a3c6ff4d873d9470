import type { CSSProperties } from 'react';
import type { EvaluationPoint } from '../../../app/runs/points.ts';
import {
  type ConfusionTable as Confusion,
  commonMistakes,
  confusionTable,
} from '../../../app/training/metrics/confusion-table.ts';
import { figure } from '../figures.ts';
import { Select } from '../Select.tsx';
import { TableHead } from '../TableHead.tsx';
import './run.css';

/** Above this many classes a matrix is a wall; the commonest mistakes say more. */
const MOST_CLASSES = 12;
const MISTAKES = 10;

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
  const { byClass, count, unit, confusion } = point.report;
  const matrix = confusionTable(point.report);
  const areNames = unit === 'words' && (confusion === null || confusion.length > byClass.length);
  const judged = areNames ? byClass.reduce((sum, { support }) => sum + support, 0) : count;
  const counted = unit === 'examples' ? 'rows' : areNames ? 'names' : unit;
  return (
    <section className="confusion" aria-label="Confusion matrix and scores by class">
      <header>
        <h3>
          What was said of the {judged.toLocaleString('en')} {areNames ? 'names' : unit}
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
      {matrix && (byClass.length <= MOST_CLASSES ? <Matrix matrix={matrix} /> : <Mistakes matrix={matrix} />)}
      <div className="table-scroll">
        <table className="figures">
          <caption className="only-read">Scores by class</caption>
          <TableHead columns={['class', 'precision', 'recall', 'F1', counted]} />
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
      </div>
    </section>
  );
}

/** In rem: of the labels of rows, and the least that a count takes. */
const LABELS = 5;
const COLUMN = 3;
/** As many columns as always have room. */
const ROOMY = 6;
/** What scrolls is reached by keyboard. */
const SCROLLED = { tabIndex: 0, role: 'region', 'aria-label': 'Confusion matrix' } as const;

function Matrix({ matrix: { rows, columns, cells, isRight, counted } }: { readonly matrix: Confusion }) {
  const most = Math.max(1, ...cells.flat().map((count) => count ?? 0));
  return (
    <figure>
      <div className="table-scroll" {...(columns.length > ROOMY ? SCROLLED : {})}>
        <table className="matrix" style={{ minWidth: `${LABELS + COLUMN * columns.length}rem` }}>
          <caption className="only-read">Rows are the true labels, columns what was said</caption>
          <thead>
            <tr>
              <th scope="col">true, said</th>
              {columns.map((label) => (
                <th key={label} scope="col" className="cut" title={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((row, i) => (
              <tr key={rows[i]!}>
                <th scope="row" className="cut" title={rows[i]!}>
                  {rows[i]}
                </th>
                {row.map((count, j) => (
                  <td
                    key={j}
                    className={isRight(i, j) ? 'right' : ''}
                    style={{ '--share': `${Math.round(((count ?? 0) / most) * 100)}%` } as CSSProperties}
                  >
                    {count?.toLocaleString('en')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption className="secondary">{counted}</figcaption>
    </figure>
  );
}

function Mistakes({ matrix }: { readonly matrix: Confusion }) {
  const mistakes = commonMistakes(matrix, MISTAKES);
  if (mistakes.length === 0) return null;
  return (
    <figure className="table-scroll">
      <table className="figures">
        <caption>The commonest mistakes</caption>
        <TableHead columns={['true', 'said', 'times']} />
        <tbody>
          {mistakes.map(({ actual, said, count }) => (
            <tr key={`${actual}\n${said}`}>
              <th scope="row" className="cut">
                {actual}
              </th>
              <td className="cut">{said}</td>
              <td>{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption className="secondary">{matrix.counted}</figcaption>
    </figure>
  );
}
