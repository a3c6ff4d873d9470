import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { answeredWords } from '../../components/answered.ts';
import { Cell, CellPart } from '../../components/Cell.tsx';
import { Failure } from '../../components/Failure.tsx';
import { ShowPython } from './ShowPython.tsx';

const MODEL = 'bert-base-uncased';
const SHOWN_NUMBERS = 48;

/** A sentence to tokens, each token to its row of `last_hidden_state`, printed as PyTorch prints it. */
export function TokensCell(props: { readonly text: string }) {
  const [draft, setDraft] = useState(props.text);
  const [text, setText] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const encoded = useAnswer('inference.encode', text === null ? null : { model: MODEL, text });
  const { value } = encoded;
  const row = value?.values[Math.min(chosen, value.values.length - 1)];
  return (
    <Cell
      name="Tokens and vectors"
      state={answeredWords(value)}
      footer={
        <ShowPython
          code={`import torch\nfrom transformers import AutoTokenizer, AutoModel\n\ntokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")\nmodel = AutoModel.from_pretrained("bert-base-uncased")\n\ninputs = tokenizer(${JSON.stringify(text ?? draft)}, return_tensors="pt")\nwith torch.no_grad():\n    outputs = model(**inputs)\nprint(outputs.last_hidden_state)`}
        />
      }
    >
      <CellPart name="Change">
        <form
          className="one-field"
          onSubmit={(event) => {
            event.preventDefault();
            setText(draft);
          }}
        >
          <input
            className="field"
            aria-label="Sentence"
            value={draft}
            onChange={({ target }) => setDraft(target.value)}
          />
          <button type="submit" className="button">
            Encode
          </button>
        </form>
      </CellPart>
      <CellPart name="Result">
        {encoded.error && <Failure error={encoded.error} onRetry={encoded.again} />}
        {!value && !encoded.error && (
          <p className="tertiary">Encode the sentence to see its tokens and their vectors.</p>
        )}
        {value && (
          <>
            <fieldset className="tokens">
              <legend className="only-read">Tokens</legend>
              {value.tokens.map((token, i) => (
                <button
                  key={i}
                  type="button"
                  className="token"
                  aria-pressed={i === chosen}
                  onClick={() => setChosen(i)}
                >
                  {token.token}
                  <small>{token.id}</small>
                </button>
              ))}
            </fieldset>
            {row && (
              <p className="mono row-values">
                row {Math.min(chosen, value.values.length - 1)}:{' '}
                {row
                  .slice(0, SHOWN_NUMBERS)
                  .map((number) => number.toFixed(4))
                  .join(' ')}{' '}
                and {row.length - SHOWN_NUMBERS} more
              </p>
            )}
            <pre className="printed">{value.printed}</pre>
          </>
        )}
      </CellPart>
      {value && (
        <CellPart name="Takeaway">
          <p className="takeaway">
            {value.tokens.length} tokens became a tensor of shape [{value.shape.join(', ')}]: one row of{' '}
            {value.shape[2]} numbers each, computed on {value.device}.
          </p>
        </CellPart>
      )}
    </Cell>
  );
}
