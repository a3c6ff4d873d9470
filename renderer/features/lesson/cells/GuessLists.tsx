import { digitsFor, type Guess, type Guesses, ordinal } from '../../../../app/lessons/cells/hide-a-word.ts';

const LISTED = 5;
/** Five words, the learner's own or a sixth, and the others. */
const ROWS = LISTED + 2;
const ROW = 24;

interface Row {
  readonly token: string;
  readonly probability: number;
  /** Where it ranks, said where it stands out of its order. */
  readonly rank: number | null;
  readonly isOwn: boolean;
}

interface GuessListsProps {
  readonly both: Guesses | null;
  readonly left: Guesses | null;
}

/** Two ranked lists, bars outwards, and lines that join the same words. Dashed until they are measured. */
export function GuessLists({ both, left }: GuessListsProps) {
  const [one, other] = [both && rowsOf(both), left && rowsOf(left)];
  const largest = Math.max(...[...(one ?? []), ...(other ?? [])].map(({ probability }) => probability), 0.3);
  return (
    <div className="guess-lists">
      <GuessTable title="With both sides, in %" rows={one} largest={largest} mirrored />
      <Slopes left={one} right={other} />
      <GuessTable title="With the left side only, in %" rows={other} largest={largest} />
    </div>
  );
}

function rowsOf({ top, own }: Guesses): Row[] {
  const ranked = top
    .slice(0, LISTED + 1)
    .map((guess: Guess) => ({ ...guess, rank: null, isOwn: guess.token === own?.token }));
  if (!own || own.rank <= LISTED + 1) return ranked;
  return [...ranked.slice(0, LISTED), { ...own, isOwn: true }];
}

const othersOf = (rows: readonly Row[]) =>
  Math.max(0, 1 - rows.reduce((sum, { probability }) => sum + probability, 0));

interface GuessTableProps {
  readonly title: string;
  readonly rows: readonly Row[] | null;
  readonly largest: number;
  readonly mirrored?: boolean;
}

const OPEN_WIDTHS = [92, 66, 52, 40, 30, 24, 70];

function GuessTable({ title, rows, largest, mirrored = false }: GuessTableProps) {
  const side = mirrored ? 'guesses mirrored' : 'guesses';
  if (!rows) {
    return (
      <table className={side}>
        <caption>{title}</caption>
        <tbody>
          {OPEN_WIDTHS.map((width, i) => (
            <tr key={width}>
              <td className="guess-word">
                <span className="slot word" />
                {i === 0 && <span className="only-read">not measured yet</span>}
              </td>
              <td className="guess-bar">
                <span className="slot" style={{ width: `${width}%` }} />
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  const all = [...rows, { token: 'others', probability: othersOf(rows), rank: null, isOwn: false }];
  return (
    <table className={side}>
      <caption>{title}</caption>
      <tbody>
        {all.map(({ token, probability, rank, isOwn }, i) => (
          <tr key={i} className={isOwn ? 'own' : i === all.length - 1 ? 'rest' : undefined}>
            <th scope="row">
              {token}
              {rank !== null && <small> {ordinal(rank)}</small>}
            </th>
            <td className="guess-bar">
              <i style={{ width: `${Math.min(1, probability / largest) * 100}%` }} />
            </td>
            <td>
              {(probability * 100).toFixed(digitsFor(probability))}
              <span className="only-read"> %</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lines between the rows of the same word; dashed to "others" where the other list does not have it. */
function Slopes({
  left,
  right,
}: {
  readonly left: readonly Row[] | null;
  readonly right: readonly Row[] | null;
}) {
  const y = (index: number) => index * ROW + ROW / 2;
  const others = ROWS - 1;
  const lines =
    left && right
      ? [
          ...left.map((row, i) => {
            const at = right.findIndex(({ token }) => token === row.token);
            return {
              key: `l${i}`,
              from: i,
              to: at < 0 ? others : at,
              kind: at < 0 ? 'parted' : row.isOwn ? 'own' : '',
            };
          }),
          ...right.flatMap((row, i) =>
            left.some(({ token }) => token === row.token)
              ? []
              : [{ key: `r${i}`, from: others, to: i, kind: 'parted' }],
          ),
        ]
      : [];
  return (
    <svg className="slopes" viewBox={`0 0 100 ${ROWS * ROW}`} preserveAspectRatio="none" aria-hidden="true">
      {lines.map(({ key, from, to, kind }) => (
        <line key={key} className={kind} x1="2" y1={y(from)} x2="98" y2={y(to)} />
      ))}
    </svg>
  );
}
