import type { Gain } from '../../../app/lessons/quiz-gain.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { percent, signedPoints } from '../figures.ts';
import { TableHead } from '../TableHead.tsx';

/** What was asked twice, in two forms: the first try of each, and the difference. */
export function GainTable({ gains }: { readonly gains: readonly Gain[] }) {
  if (gains.length === 0) return null;
  const known = gains.flatMap(({ gain }) => (gain === null ? [] : [gain]));
  const mean = known.reduce((sum, gain) => sum + gain, 0) / known.length;
  return (
    <table className="tally">
      <caption>Before and after, first tries only</caption>
      <TableHead columns={['Concept', 'before', 'after', 'gain']} />
      <tbody>
        {gains.map(({ concept, before, after, gain }) => (
          <tr key={concept.id}>
            <th scope="row">{concept.title}</th>
            <td>{points(before)}</td>
            <td>{points(after)}</td>
            <td>{gain === null ? 'not measured' : signedPoints(gain)}</td>
          </tr>
        ))}
      </tbody>
      {known.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">Mean of {known.length}</th>
            <td />
            <td />
            <td>{signedPoints(mean)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

const points = (attempt: Try | null): string =>
  attempt?.grade ? percent(attempt.grade.score, 0) : 'not measured';
