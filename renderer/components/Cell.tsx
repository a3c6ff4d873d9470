import type { ReactNode } from 'react';

interface CellProps {
  readonly name: string;
  /** Model, device, time: measured, or empty until then. */
  readonly state: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The frame of everything in the lesson that runs. */
export function Cell({ name, state, children, footer }: CellProps) {
  return (
    <section className="cell" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <span className="cell-state">{state}</span>
      </header>
      {children}
      {footer && <footer>{footer}</footer>}
    </section>
  );
}

/** A row of a cell: what it is for at the left, the thing itself at the right. */
export function CellPart({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="cell-part">
      <span className="cell-what">{name}</span>
      <div>{children}</div>
    </div>
  );
}
