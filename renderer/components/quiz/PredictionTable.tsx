import { experimentOf } from '../../../app/lessons/grading.ts';
import type { Quiz } from '../../../app/lessons/quiz.ts';
import type { QuestionState } from '../../../app/lessons/quiz-state.ts';
import { TableHead } from '../TableHead.tsx';
import { signOf } from './PredictInput.tsx';

interface PredictionTableProps {
  readonly quiz: Quiz;
  /** Those that are measured; others are left out. */
  readonly questions: readonly QuestionState[];
}

/** What was predicted beside what was measured, each on its own scale. */
export function PredictionTable({ quiz, questions }: PredictionTableProps) {
  const rows = questions.flatMap((state) => {
    const { question, tries, measurement } = state;
    if (question.kind !== 'measured' || tries.length === 0) return [];
    const { experiment, unit } = experimentOf(quiz, question);
    const factor = unit === 'share' ? 100 : 1;
    const arm = measurement?.arms.find(({ id }) => id === question.arm);
    const share = (value: number) => (value - question.scale[0]) / (question.scale[1] - question.scale[0]);
    return [
      {
        id: question.id,
        title: quiz.concepts.find(({ id }) => id === question.concept)!.title,
        sign: signOf(experiment),
        predicted: Number(tries[0]!.answer),
        measured: arm ? Math.round(arm.value * factor) : null,
        isInside: tries[0]!.grade?.isRight ?? null,
        marks: {
          you: share(Number(tries[0]!.answer)),
          got: arm ? share(arm.value * factor) : null,
          range: arm?.interval ? arm.interval.map((end) => share(end * factor)) : null,
        },
      },
    ];
  });
  if (rows.length === 0) return null;
  const known = rows.filter(({ isInside }) => isInside !== null);
  const inside = known.filter(({ isInside }) => isInside).length;
  return (
    <table className="tally">
      <caption>
        Your predictions so far{' '}
        <span className="tertiary">
          {known.length === 0 ? 'none measured yet' : `${inside} of ${known.length} inside its range`}
        </span>
      </caption>
      <TableHead columns={['Question', '', 'you', 'measured']} />
      <tbody>
        {rows.map(({ id, title, sign, predicted, measured, marks }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td>
              <Marks {...marks} />
            </td>
            <td className="you">
              {predicted}
              {sign}
            </td>
            <td className="got">
              {measured === null ? <span className="not-yet">not yet</span> : measured + sign}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WIDTH = 160;

interface MarksProps {
  /** Shares of the scale. */
  readonly you: number;
  readonly got: number | null;
  readonly range: readonly number[] | null;
}

function Marks({ you, got, range }: MarksProps) {
  const x = (share: number) => 8 + Math.min(1, Math.max(0, share)) * (WIDTH - 16);
  return (
    <svg className="marks" width={WIDTH} height="24" aria-hidden="true">
      <path className="line" d={`M8 14.5H${WIDTH - 8}`} />
      {range && <path className="range" d={`M${x(range[0]!)} 14.5H${x(range[1]!)}`} />}
      {got !== null && <circle cx={x(got)} cy="14.5" r="3.5" />}
      <path className="mine" d={`M${x(you) - 4} 3h8l-4 6z`} />
    </svg>
  );
}
