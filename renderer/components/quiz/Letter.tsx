import { Check, X } from 'lucide-react';

interface LetterProps {
  /** Null leaves the letter as it is. */
  readonly mark: 'right' | 'wrong' | null;
  /** What the mark says to those who cannot see it. */
  readonly label: string;
  readonly letter?: string;
  /** Of a choice of several. */
  readonly square?: boolean;
}

/** The round before an option: its letter, or how it went. */
export function Letter({ mark, label, letter, square }: LetterProps) {
  const Icon = mark === 'right' ? Check : X;
  return (
    <span className={`letter ${square ? 'square' : ''}`}>
      {mark ? <Icon size={12} strokeWidth={2.5} role="img" aria-label={label} /> : letter}
    </span>
  );
}
