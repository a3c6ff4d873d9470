import { Blank } from '../../components/Blank.tsx';
import { type Measured, PredictScale } from '../../components/run/PredictScale.tsx';
import type { Guessed } from './guessed.ts';

interface PredictPartProps {
  readonly guessed: Guessed;
  /** As it is typed, in per cent. */
  readonly guess: string;
  /** The same as a share. */
  readonly share: number | null;
  /** Rows to be judged by; null where that is not known yet. */
  readonly rows: number | null;
  readonly baseline: number | null;
  readonly earlier: readonly Measured[];
  readonly onChange: (guess: string) => void;
}

/** What the learner says of the run before it starts, on the scale that later shows the result. */
export function PredictPart({ guessed, guess, share, rows, baseline, earlier, onChange }: PredictPartProps) {
  const [before, after] = {
    rows: ['It will judge', `per cent of the ${rows ? `${rows.toLocaleString('en')} ` : ''}rows correctly.`],
    words: ['It will tag', 'per cent of the words correctly.'],
    names: ['It will find names with an F1 of', 'per cent.'],
  }[guessed.of];
  return (
    <div className="part">
      <h2>Predict</h2>
      <div>
        <p className="predict-line">
          {before}{' '}
          <Blank
            label="Your guess in per cent"
            number={{ digits: 5, decimal: true }}
            unmeasured={guess === ''}
            placeholder="your guess"
            value={guess}
            onChange={onChange}
          />{' '}
          {after}{' '}
          <span className="hint">
            {guessed.of === 'names' && 'F1 falls with names missed and with names made up. '}Locked at Start.
          </span>
        </p>
        <PredictScale guess={share} baseline={baseline} measured={null} earlier={earlier} />
      </div>
    </div>
  );
}
