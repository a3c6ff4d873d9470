import { Check, X } from 'lucide-react';
import {
  isFlip,
  isRight,
  type Scores,
  type SeenExample,
} from '../../../../app/lessons/cells/before-after.ts';
import { probability } from '../../../components/figures.ts';
import { TableHead } from '../../../components/TableHead.tsx';
import './results.css';

export interface FlipColumn {
  readonly title: string;
  /** By example; null while they are still to come. */
  readonly scores: readonly Scores[] | null;
  /** What its answers may have turned round from; null where nothing came before. */
  readonly before: readonly Scores[] | null;
}

interface FlipsTableProps {
  readonly title: string;
  readonly examples: readonly SeenExample[];
  readonly labels: readonly string[];
  /** What the labels mean, by label. */
  readonly meaning: (label: string) => string;
  readonly columns: readonly FlipColumn[];
  /** How many examples there will be, for their room. */
  readonly waiting?: number;
}

/** The same examples at every evaluation: the probability of one label, whether the verdict is right, and where it has just turned. */
export function FlipsTable({ title, examples, labels, meaning, columns, waiting = 0 }: FlipsTableProps) {
  const shown = labels.length - 1;
  return (
    <table className="flips">
      <caption>
        {title}
        {shown >= 0 && `, probability of “${meaning(labels[shown]!)}”`}
      </caption>
      <TableHead columns={['example', 'answer', ...columns.map(({ title }) => title)]} />
      <tbody>
        {Array.from({ length: examples.length === 0 ? waiting : 0 }, (_, row) => (
          <tr key={row}>
            <td colSpan={columns.length + 2} className="secondary">
              {row === 0 && 'The examples are being read.'}
            </td>
          </tr>
        ))}
        {examples.map((example, row) => (
          <tr key={row}>
            <th scope="row">
              <span title={example.text}>{example.text}</span>
              {example.pair && <span title={example.pair}>{example.pair}</span>}
            </th>
            <td className="gold">{example.label === null ? 'yours' : meaning(example.label)}</td>
            {columns.map(({ title: name, scores, before }) => (
              <Verdict
                key={name}
                example={example}
                labels={labels}
                scores={scores?.[row] ?? null}
                before={before?.[row] ?? null}
                shown={shown}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface VerdictProps {
  readonly example: SeenExample;
  readonly labels: readonly string[];
  readonly scores: Scores | null;
  readonly before: Scores | null;
  readonly shown: number;
}

function Verdict({ example, labels, scores, before, shown }: VerdictProps) {
  if (!scores) {
    return (
      <td className="verdict">
        <span className="slot" />
        <span className="only-read">not measured yet</span>
      </td>
    );
  }
  const flipped = before !== null && isFlip(before, scores);
  if (example.label === null) {
    return <td className={`verdict unjudged${flipped ? ' flipped' : ''}`}>{probability(scores[shown]!)}</td>;
  }
  const right = isRight(example, scores, labels);
  const Glyph = right ? Check : X;
  return (
    <td className={`verdict ${right ? 'right' : 'wrong'}${flipped ? ' flipped' : ''}`}>
      {probability(scores[shown]!)} <Glyph size={14} aria-label={right ? 'right' : 'wrong'} />
      {flipped && <span className="only-read">, turned</span>}
    </td>
  );
}
