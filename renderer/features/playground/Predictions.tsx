import { useAnswer } from '../../api/use-answer.ts';
import { answeredWords } from '../../components/answered.ts';
import { Failure } from '../../components/Failure.tsx';
import { percent } from '../../components/figures.ts';
import { ShareBars } from '../../components/ShareBars.tsx';

interface PredictionsProps {
  readonly model: string;
  readonly input: { readonly text: string; readonly pair?: string };
}

/** Labels with their probabilities, or the words of a text with the names found in it. */
export function Predictions({ model, input }: PredictionsProps) {
  const answer = useAnswer('inference.predict', { model, inputs: [input] });
  const row = answer.value?.rows[0];
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!row) return <p className="tertiary">Computing</p>;
  return (
    <>
      {row.kind === 'labels' ? (
        <ShareBars rows={row.scores.map(({ label, score }) => ({ name: label, share: score }))} />
      ) : (
        <p className="sentence">
          {row.words.map(({ word, start, label, score }) => (
            <span key={start} className={label === null || label === 'O' ? '' : 'entity'}>
              {word}{' '}
              {label !== null && label !== 'O' && (
                <small>
                  {label} {percent(score ?? 0, 0)}{' '}
                </small>
              )}
            </span>
          ))}
        </p>
      )}
      <p className="tertiary">{answeredWords(answer.value)}</p>
    </>
  );
}
