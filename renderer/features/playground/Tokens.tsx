import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import type { InsideProps } from './InsideModel.tsx';
import './tokens.css';

/** The pieces the text is cut into, with their numbers in the vocabulary. */
export function Tokens({ model, input }: InsideProps) {
  const answer = useAnswer('inference.tokenize', { model, ...input });
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!answer.value) return null;
  const tokens = answer.value;
  const unknown = tokens.filter(({ token }) => token === '[UNK]').length;
  const pieces = tokens.filter(({ token }) => token.startsWith('##')).length;
  return (
    <div className="try-tokens">
      <ol>
        {tokens.map(({ token, id, type, start, end }, i) => (
          <li key={i} className={`${start === end ? 'sign' : ''}${type === 1 ? ' second' : ''}`}>
            {token}
            <small>{id}</small>
          </li>
        ))}
      </ol>
      <p className="side-words">
        <b>{tokens.length}</b> tokens, of which <b>{pieces}</b> go on with the word before and{' '}
        <b>{unknown}</b> are not in the vocabulary. Dashed ones are signs that the model adds
        {input.pair === undefined ? '' : '; tinted ones belong to the second sentence'}.
      </p>
    </div>
  );
}
