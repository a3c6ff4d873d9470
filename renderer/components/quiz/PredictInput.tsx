import type { Experiment } from '../../../app/lessons/experiment.ts';
import { unitOf } from '../../../app/lessons/experiment.ts';
import type { QuestionOf } from '../../../app/lessons/quiz.ts';
import { Scale } from './Scale.tsx';

interface PredictInputProps {
  readonly question: QuestionOf<'measured'>;
  readonly experiment: Experiment;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** The sign of a question's numbers: they are per cent, or counts. */
export const signOf = (experiment: Experiment): string => (unitOf(experiment) === 'share' ? '\u202f%' : '');

/** A number for the blank, by keys or by pointing at the scale. */
export function PredictInput({ question, experiment, value, onChange }: PredictInputProps) {
  const [from, to] = question.scale;
  const sign = signOf(experiment);
  const write = (text: string) => {
    const number = Number.parseInt(text, 10);
    onChange(Number.isNaN(number) ? null : Math.min(999, number));
  };
  return (
    <>
      <p className="predict">
        <label>
          I say{' '}
          <input
            className="blank"
            type="number"
            min={from}
            max={to}
            step={1}
            value={value ?? ''}
            onChange={({ target }) => write(target.value)}
          />
          <span>{sign === '' ? ' tokens' : ' of a hundred'}</span>
        </label>
      </p>
      <Scale
        ends={question.scale}
        sign={sign}
        predicted={value}
        measured={null}
        references={[]}
        onPick={onChange}
      />
    </>
  );
}
