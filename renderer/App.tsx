import { lazy, Suspense, useEffect } from 'react';
import { ConfirmHost } from './components/confirm.tsx';
import { ToastHost } from './components/toast.tsx';
import { Rail } from './features/shell/Rail.tsx';
import { StripSlot } from './features/shell/StripSlot.tsx';
import { useShortcuts } from './features/shell/shortcuts.ts';
import { useConnection } from './stores/connection.ts';
import { useNavigation, type ViewName } from './stores/navigation.ts';
import { useSettings } from './stores/settings.ts';

/** Each view is loaded when it is first opened. */
const VIEWS: Record<ViewName, React.ComponentType> = {
  learn: lazy(async () => ({ default: (await import('./features/lesson/LearnView.tsx')).LearnView })),
  data: lazy(async () => ({
    default: (await import('./features/dataset-browser/DatasetBrowser.tsx')).DatasetBrowser,
  })),
  train: lazy(async () => ({ default: (await import('./features/training/TrainView.tsx')).TrainView })),
  runs: lazy(async () => ({ default: (await import('./features/runs/RunsView.tsx')).RunsView })),
  try: lazy(async () => ({ default: (await import('./features/playground/TryView.tsx')).TryView })),
  settings: lazy(async () => ({ default: (await import('./features/shell/SettingsView.tsx')).SettingsView })),
};

export function App() {
  const view = useNavigation((state) => state.view);
  const connection = useConnection((state) => state.state);
  useEffect(() => void useSettings.getState().load(), []);
  useShortcuts();
  const View = VIEWS[view];
  return (
    <div className="app">
      <Rail />
      <main className="view">
        {connection === 'lost' && (
          <p className="banner" role="status">
            The studio does not answer. Runs go on where it still works; this window connects again by itself.
          </p>
        )}
        <Suspense fallback={null}>
          <View />
        </Suspense>
      </main>
      <StripSlot />
      <ToastHost />
      <ConfirmHost />
    </div>
  );
}
