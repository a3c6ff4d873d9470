import { type ReactNode, use } from 'react';
import { OpenSideContext } from './open-side.ts';

/** A button in the main pane that opens the side where a narrow window hides it; nothing where it is in sight. */
export function OpenSide({ children }: { readonly children: ReactNode }) {
  const openSide = use(OpenSideContext);
  if (!openSide) return null;
  return (
    <button type="button" className="button small" onClick={openSide}>
      {children}
    </button>
  );
}
