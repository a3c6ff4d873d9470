import { CSPProvider } from '@base-ui/react/csp-provider';
import { Suspense, useEffect } from 'react';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { ToastHost } from './components/toast.tsx';
import { ConnectionBanner } from './features/shell/ConnectionBanner.tsx';
import { Overlays } from './features/shell/Overlays.tsx';
import { ProblemsBanner } from './features/shell/ProblemsBanner.tsx';
import { Rail } from './features/shell/Rail.tsx';
import { StripSlot } from './features/shell/StripSlot.tsx';
import { VIEW_WORDS } from './features/shell/shortcut-table.ts';
import { useShortcuts } from './features/shell/shortcuts.ts';
import { useNavigation } from './stores/navigation.ts';
import { useSettings } from './stores/settings.ts';
import { viewOf } from './views.ts';

export function App() {
  const view = useNavigation((state) => state.view);
  useEffect(() => void useSettings.getState().load(), []);
  useEffect(() => {
    document.title = `${VIEW_WORDS[view]} · BERT Studio`;
  }, [view]);
  useShortcuts();
  const View = viewOf(view);
  return (
    <CSPProvider disableStyleElements>
      <div className="app">
        <Rail />
        <main className="view">
          <div className="view-banners">
            <ConnectionBanner />
            <ProblemsBanner />
          </div>
          <ErrorBoundary key={view} name={VIEW_WORDS[view]}>
            <Suspense fallback={null}>
              <View />
            </Suspense>
          </ErrorBoundary>
        </main>
        <StripSlot />
        <Overlays />
        <ToastHost />
      </div>
    </CSPProvider>
  );
}
