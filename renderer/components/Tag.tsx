import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface TagProps {
  readonly children: ReactNode;
  readonly Icon?: LucideIcon;
  /** Red: for leaks and other things that spoil a result. */
  readonly bad?: boolean;
}

/** A glyph and the words that say where, e.g. `duplicate of 96`. */
export function Tag({ children, Icon, bad }: TagProps) {
  return (
    <span className={`tag${bad ? ' bad' : ''}`}>
      {Icon && <Icon size={12} strokeWidth={2} aria-hidden="true" />}
      {children}
    </span>
  );
}
