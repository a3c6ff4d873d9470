import { useEffect, useState } from 'react';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly action: string;
  readonly onSubmit: (text: string) => void;
  /** Told with every keystroke whether the text is another than the one in use. */
  readonly onEdit?: (edited: boolean) => void;
}

/** A sentence of the learner's, in use once Enter or the button is pressed. */
export function TextInput({ label, value, action, onSubmit, onEdit }: TextInputProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  return (
    <form
      className="text-input"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() === '') return;
        onEdit?.(false);
        onSubmit(draft.trim());
      }}
    >
      <input
        className="field sentence-field"
        aria-label={label}
        value={draft}
        onChange={({ target }) => {
          setDraft(target.value);
          onEdit?.(target.value.trim() !== value);
        }}
      />
      <button type="submit" className="button">
        {action}
      </button>
    </form>
  );
}
