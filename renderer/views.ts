import { type ComponentType, lazy } from 'react';
import { LearnView } from './features/lesson/LearnView.tsx';
import type { ViewName } from './stores/navigation.ts';

/** Each view comes in a part of its own, but the one that most windows open with. */
const LOADERS: Readonly<Record<ViewName, () => Promise<ComponentType>>> = {
  learn: async () => LearnView,
  data: async () => (await import('./features/dataset-browser/DatasetBrowser.tsx')).DatasetBrowser,
  train: async () => (await import('./features/training/TrainView.tsx')).TrainView,
  runs: async () => (await import('./features/runs/RunsView.tsx')).RunsView,
  try: async () => (await import('./features/playground/TryView.tsx')).TryView,
  settings: async () => (await import('./features/shell/SettingsView.tsx')).SettingsView,
};

const views = new Map<ViewName, ComponentType>();

/** Always the same component for a view: at once where it is loaded, else one that waits for it. */
export function viewOf(name: ViewName): ComponentType {
  const view = views.get(name) ?? lazy(async () => ({ default: await LOADERS[name]() }));
  views.set(name, view);
  return view;
}

/** Loads a view before it is shown: React lets a wait last at least 0.3 s, however short it is. */
async function prepare(name: ViewName): Promise<void> {
  const view = await LOADERS[name]();
  if (!views.has(name)) views.set(name, view);
}

/** Long enough for the first view to have what it shows. */
const LATER_MILLISECONDS = 3000;

/** Loads the view that the window opens with, and the others once that one is there. */
export async function prepareViews(first: ViewName): Promise<void> {
  // A part that cannot be loaded says so where it is shown.
  const ignore = () => {};
  await prepare(first).catch(ignore);
  setTimeout(() => {
    for (const name of Object.keys(LOADERS) as ViewName[])
      requestIdleCallback(() => void prepare(name).catch(ignore));
  }, LATER_MILLISECONDS);
}
