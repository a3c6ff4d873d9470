import type { LabelScore } from '../../../app/contract/inference.ts';
import type { HeadSpec } from '../../../app/models/task.ts';
import { figure } from '../../components/figures.ts';

interface ScoresProps {
  readonly head: HeadSpec;
  /** Best first, as the model answers. */
  readonly scores: readonly LabelScore[];
}

/** Probabilities as bars in the order of the labels, the likeliest darkest; a number for regression. */
export function Scores({ head, scores }: ScoresProps) {
  if (head.problemType === 'regression') {
    return (
      <p className="score-number">
        {figure(scores[0]?.score)} <span className="tertiary">predicted {head.labels[0]}</span>
      </p>
    );
  }
  const several = head.problemType === 'multi_label_classification';
  const best = scores[0]?.label;
  const byLabel = head.labels.map((label) => scores.find((score) => score.label === label)!);
  return (
    <table className={`scores${several ? ' several' : ''}`}>
      <caption className="only-read">Probabilities</caption>
      <tbody>
        {byLabel.map(({ label, score }, i) => {
          const top = several ? score > 0.5 : label === best;
          return (
            <tr key={label} className={top ? 'top' : ''}>
              <th scope="row">
                <i className={i % 2 === 0 ? 'dot' : 'dot filled'} />
                <span className="cut">{label}</span>
              </th>
              <td>
                <span className="score-track">
                  <i style={{ width: `${score * 100}%` }} />
                </span>
              </td>
              <td>{figure(score)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
