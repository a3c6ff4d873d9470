import type { ReactNode } from 'react';

/** An empty place: what will be here, and what to do to bring it. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
