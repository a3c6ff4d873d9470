import type { ReactNode } from 'react';

interface AskProps {
  readonly onAnswer: () => void;
  readonly children: ReactNode;
}

/** A sentence with a blank in it; Enter says that it is filled as the learner wants it. */
export function Ask({ onAnswer, children }: AskProps) {
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer();
      }}
    >
      {children}
    </form>
  );
}
