import { create } from 'zustand';
import { StudioError } from '../../app/errors.ts';
import type { Experiment } from '../../app/lessons/experiment.ts';
import {
  type LessonProgress,
  mergeProgress,
  NO_PROGRESS,
  type Progress,
  parseProgress,
} from '../../app/lessons/progress.ts';
import { studio } from '../api/studio.ts';

const KEY = 'lesson-progress';
const WRITE_MILLISECONDS = 400;

/** What stands beside the lesson. */
export type Beside =
  | { readonly kind: 'cell'; readonly lesson: string; readonly cell: string }
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'data'; readonly dataset: string }
  | { readonly kind: 'experiment'; readonly lesson: string; readonly experiment: Experiment };

interface LessonStore {
  /** Null until what was kept is read. */
  readonly progress: Progress | null;
  /** What kept progress from being read or written. */
  readonly error: Error | null;
  readonly beside: Beside | null;
  readonly load: () => Promise<void>;
  readonly change: (lesson: string, change: (before: LessonProgress) => LessonProgress) => void;
  readonly show: (beside: Beside | null) => void;
}

let writing: ReturnType<typeof setTimeout> | null = null;
/** What the studio was known to keep: another window may have changed it since. */
let kept: Progress = parseProgress(null);

/** How far the learner is, what they guessed, and what they opened beside the text. */
export const useLesson = create<LessonStore>((set, get) => ({
  progress: null,
  error: null,
  beside: null,
  async load() {
    if (get().progress) return;
    try {
      const found = parseProgress(await studio.invoke('kept.get', { key: KEY }));
      // Asked twice, the second answer takes back nothing that was done since the first.
      if (get().progress) return;
      kept = found;
      set({ progress: found, error: null });
    } catch (error) {
      // Begun anew for this window only: the studio writes nothing over what cannot be read.
      if (!isLost(error)) set({ progress: parseProgress(null), error: error as Error });
    }
  },
  change(lesson, change) {
    const { progress } = get();
    if (!progress) return;
    const before = progress.lessons[lesson] ?? NO_PROGRESS;
    const after = change(before);
    if (after === before) return;
    set({ progress: { ...progress, lessons: { ...progress.lessons, [lesson]: after } } });
    writing ??= setTimeout(write, WRITE_MILLISECONDS);
  },
  show: (beside) => set({ beside }),
}));

/** Keystrokes of a guess come fast; one write for all of them. */
function write(): void {
  if (writing === null) return;
  clearTimeout(writing);
  writing = null;
  const value = useLesson.getState().progress;
  if (value === null) return;
  studio.invoke('lessons.keepProgress', { value, was: kept }).then(
    (merged) => {
      kept = merged;
      // The learner may have gone on while it was kept.
      useLesson.setState(({ progress }) => ({
        progress: mergeProgress(value, progress ?? value, merged),
        error: null,
      }));
    },
    (error: Error) => useLesson.setState({ error }),
  );
}
window.addEventListener('pagehide', write);
studio.onConnection((state) => {
  const { progress, error, load } = useLesson.getState();
  if (state !== 'open') return;
  if (!progress) void load();
  else if (isLost(error)) writing ??= setTimeout(write, WRITE_MILLISECONDS);
});

function isLost(error: unknown): boolean {
  return error instanceof StudioError && error.code === 'connection_lost';
}

export function lessonProgress({ progress }: LessonStore, lesson: string): LessonProgress {
  return progress?.lessons[lesson] ?? NO_PROGRESS;
}
