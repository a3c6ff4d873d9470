import type { ReactNode } from 'react';

interface AskProps {
  readonly onAnswer: () => void;
  /** What a button after it says; null where there is none, or no longer. */
  readonly action: string | null;
  readonly children: ReactNode;
}

/** A sentence with a blank in it; Enter says that it is filled as the learner wants it. */
export function Ask({ onAnswer, action, children }: AskProps) {
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer();
      }}
    >
      {children}
      {action !== null && (
        <button type="submit" className="button small">
          {action}
        </button>
      )}
    </form>
  );
}
