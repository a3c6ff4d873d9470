import { useAnswer } from '../../api/use-answer.ts';
import { answeredWords } from '../../components/answered.ts';
import { Failure } from '../../components/Failure.tsx';
import { ShareBars } from '../../components/ShareBars.tsx';

/** The likeliest words for each [MASK]. */
export function FilledWords({ model, text }: { readonly model: string; readonly text: string }) {
  const answer = useAnswer('inference.fillMask', { model, text, top: 10 });
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!answer.value) return <p className="tertiary">Computing</p>;
  return (
    <>
      {answer.value.masks.map((candidates, i) => (
        <ShareBars
          key={i}
          rows={candidates.map(({ token, probability }) => ({ name: token, share: probability }))}
        />
      ))}
      <p className="tertiary">{answeredWords(answer.value)}</p>
    </>
  );
}
