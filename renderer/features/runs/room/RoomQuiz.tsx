import type { Learner } from '../../../../app/results/room.ts';
import { type ConceptGain, quizGains } from '../../../../app/results/room-quiz.ts';
import { type Summary, summaryOf } from '../../../../app/runs/summary.ts';
import { percent, signedPoints } from '../../../components/figures.ts';
import { type Column, TableHead } from '../../../components/TableHead.tsx';

const COLUMNS: readonly Column[] = [
  'Question',
  ['First attempt', 'score'],
  ['Second form', 'score'],
  ['Gain', 'gain'],
];

/** What a room knew before and after, question by question, and what it went wrong by. */
export function RoomQuiz({ learners }: { readonly learners: readonly Learner[] }) {
  const gains = quizGains(learners);
  const took = learners.filter(({ result }) => result.quiz !== null).length;
  if (gains.length === 0) return <p className="secondary">Nobody has answered a question of the quiz.</p>;
  const both = gains.flatMap(({ gain }) => gain?.mean ?? []);
  return (
    <table className="room-table">
      <caption>
        Quiz{' '}
        <span>
          {took} of {learners.length} learners; mean score, and of how many
        </span>
      </caption>
      <TableHead columns={COLUMNS} />
      <tbody>
        {gains.map((row) => (
          <tr key={row.concept}>
            <th scope="row">
              {row.title}
              <Misconception of={row} />
            </th>
            <td className="score">
              <Score of={row.first} />
            </td>
            <td className="score">
              <Score of={row.second} />
            </td>
            <td className="gain">
              <Gain of={row.gain} />
            </td>
          </tr>
        ))}
      </tbody>
      {both.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">Mean of {both.length} questions asked twice</th>
            <td />
            <td />
            <td className="gain">
              <b>{signedPoints(summaryOf(both)!.mean)}</b>
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Score({ of }: { readonly of: Summary | null }) {
  if (!of) return <span className="tertiary">not asked</span>;
  return (
    <>
      {percent(of.mean, 0)} <span className="tertiary">of {of.count}</span>
    </>
  );
}

function Gain({ of }: { readonly of: Summary | null }) {
  if (!of) return null;
  return (
    <>
      <b>{signedPoints(of.mean)}</b> <span className="tertiary">of {of.count}</span>
    </>
  );
}

function Misconception({ of: { misconception } }: { readonly of: ConceptGain }) {
  if (!misconception) return null;
  return (
    <span className="secondary">
      Wrong most often: {misconception.words} ({misconception.count})
    </span>
  );
}
