interface TextInputProps {
  readonly label: string;
  /** As it stands in the field. */
  readonly draft: string;
  readonly action: string;
  readonly onDraft: (draft: string) => void;
  readonly onSubmit: () => void;
}

/** A sentence of the learner's, in use once Enter or the button is pressed. */
export function TextInput({ label, draft, action, onDraft, onSubmit }: TextInputProps) {
  return (
    <form
      className="text-input"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <input
        className="field sentence-field"
        aria-label={label}
        value={draft}
        dir="auto"
        onChange={({ target }) => onDraft(target.value)}
      />
      <button type="submit" className="button">
        {action}
      </button>
    </form>
  );
}
