import { lazy, Suspense } from 'react';
import { useOverlay } from './overlays.ts';
import './frame.css';

const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }));
const DiagnosticsSheet = lazy(async () => ({
  default: (await import('./DiagnosticsSheet.tsx')).DiagnosticsSheet,
}));
const ShortcutSheet = lazy(async () => ({ default: (await import('./ShortcutSheet.tsx')).ShortcutSheet }));

/** The frame's own dialogs, loaded when they are first opened. */
export function Overlays() {
  const { shown } = useOverlay();
  return (
    <Suspense fallback={null}>
      {shown === 'palette' && <Palette />}
      {shown === 'diagnostics' && <DiagnosticsSheet />}
      {shown === 'shortcuts' && <ShortcutSheet />}
    </Suspense>
  );
}
