import { useEffect, useState } from 'react';

interface OwnExampleProps {
  readonly text: string;
  /** Null where the task has no second text. */
  readonly pair: string | null;
  readonly onAsk: (text: string, pair: string | null) => void;
}

/** A row of the learner's own, asked like the others. */
export function OwnExample({ text, pair, onAsk }: OwnExampleProps) {
  const [draft, setDraft] = useState({ text, pair: pair ?? '' });
  useEffect(() => setDraft({ text, pair: pair ?? '' }), [text, pair]);
  const isComplete = draft.text.trim() !== '' && (pair === null || draft.pair.trim() !== '');
  return (
    <form
      className="own-example"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onAsk(draft.text.trim(), pair === null ? null : draft.pair.trim());
      }}
    >
      <input
        className="field"
        aria-label={pair === null ? 'Your own text' : 'Your own first sentence'}
        placeholder={pair === null ? 'Add a text of your own' : 'Add two sentences of your own'}
        value={draft.text}
        onChange={({ target }) => setDraft({ ...draft, text: target.value })}
      />
      {pair !== null && (
        <input
          className="field"
          aria-label="Your own second sentence"
          value={draft.pair}
          onChange={({ target }) => setDraft({ ...draft, pair: target.value })}
        />
      )}
      <button type="submit" className="button" disabled={!isComplete}>
        Ask
      </button>
    </form>
  );
}
