import { create } from 'zustand';

/** The frame's own dialogs, as commands name them. */
export const OVERLAYS = ['palette', 'shortcuts', 'diagnostics'] as const;
type Overlay = (typeof OVERLAYS)[number];

/** Which of them is open. */
export const useOverlay = create<{ readonly shown: Overlay | null }>(() => ({ shown: null }));

export const showOverlay = (shown: Overlay | null) => useOverlay.setState({ shown });
