import { createContext } from 'react';

/** Opens the side pane where a narrow window hides it; null where it is in sight. */
export const OpenSideContext = createContext<(() => void) | null>(null);
