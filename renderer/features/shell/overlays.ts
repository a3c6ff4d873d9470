import { create } from 'zustand';

/** Which of the frame's own dialogs is open. */
export const useOverlay = create<{ readonly shown: 'palette' | 'shortcuts' | null }>(() => ({ shown: null }));

export const showOverlay = (shown: 'palette' | 'shortcuts' | null) => useOverlay.setState({ shown });
