import { useState } from 'react';
import { AttentionMap } from '../../components/AttentionMap.tsx';
import { Cell, CellPart } from '../../components/Cell.tsx';

/** Attention by layer and head, of a sentence of the learner's. */
export function AttentionCell(props: { readonly text: string }) {
  const [draft, setDraft] = useState(props.text);
  const [text, setText] = useState<string | null>(null);
  return (
    <Cell name="Attention" state="bert-base-uncased, 8-bit weights">
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
            aria-label="Sentence for attention"
            value={draft}
            onChange={({ target }) => setDraft(target.value)}
          />
          <button type="submit" className="button">
            Look
          </button>
        </form>
      </CellPart>
      <CellPart name="Result">
        {text === null ? (
          <p className="tertiary">Rows look at columns; the darker, the more.</p>
        ) : (
          <AttentionMap model="bert-base-uncased" text={text} />
        )}
      </CellPart>
    </Cell>
  );
}
