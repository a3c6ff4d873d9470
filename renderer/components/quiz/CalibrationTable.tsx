import type { Calibration } from '../../../app/lessons/quiz-gain.ts';
import { TableHead } from '../TableHead.tsx';
import { SURE_WORDS } from './words.ts';

/** From so many answers on a share says something. */
const ENOUGH = 4;

/** How often it was right, by how sure it was said. */
export function CalibrationTable({ rows }: { readonly rows: readonly Calibration[] }) {
  const given = rows.filter(({ answers }) => answers > 0);
  if (given.reduce((sum, { answers }) => sum + answers, 0) < ENOUGH) return null;
  return (
    <table className="tally">
      <caption>How sure, and how often right</caption>
      <TableHead columns={['You said', 'answers', 'right at once']} />
      <tbody>
        {given.map(({ sure, answers, right }) => (
          <tr key={sure}>
            <th scope="row">{SURE_WORDS[sure]}</th>
            <td>{answers}</td>
            <td>{right}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
