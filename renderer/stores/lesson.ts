import { create } from 'zustand';
import { StudioError } from '../../app/errors.ts';
import {
  isSame,
  type LessonProgress,
  mergeProgress,
  NO_PROGRESS,
  type Progress,
  parseProgress,
} from '../../app/lessons/progress.ts';
import { onStudio, studio } from '../api/studio.ts';
import { NARROW } from '../components/use-media.ts';
import { type Beside, keepBeside, keptBeside } from './kept-beside.ts';

const KEY = 'lesson-progress';
const WRITE_MILLISECONDS = 400;

interface LessonStore {
  /** Null until what was kept is read. */
  readonly progress: Progress | null;
  /** What kept progress from being read or written. */
  readonly error: Error | null;
  /** What stands beside the lesson, also after a reload; in a narrow window, where it would lie over it, anew each time. */
  readonly beside: Beside | null;
  /** Reads what is kept and puts it together with what was done here. */
  readonly load: () => Promise<void>;
  readonly change: (lesson: string, change: (before: LessonProgress) => LessonProgress) => void;
  readonly show: (beside: Beside | null) => void;
}

let writing: ReturnType<typeof setTimeout> | null = null;
/** What the studio was known to keep: another window may have changed it since. */
let kept: Progress = parseProgress(null);
/** Only the answer to the last reading counts. */
let readings = 0;

/** How far the learner is, what they guessed, and what they opened beside the text. */
export const useLesson = create<LessonStore>((set, get) => ({
  progress: null,
  error: null,
  beside: window.matchMedia(NARROW).matches ? null : keptBeside(),
  async load() {
    const reading = ++readings;
    try {
      const found = parseProgress(await studio.invoke('kept.get', { key: KEY }));
      if (reading !== readings) return;
      const { progress } = get();
      const merged = progress ? mergeProgress(kept, progress, found) : found;
      kept = found;
      set({ progress: merged, error: null });
      if (!isSame(merged, found)) writeSoon();
    } catch (error) {
      // Begun anew for this window only: the studio writes nothing over what cannot be read.
      if (!isLost(error))
        set(({ progress }) => ({ progress: progress ?? parseProgress(null), error: error as Error }));
    }
  },
  change(lesson, change) {
    const { progress } = get();
    if (!progress) return;
    const before = progress.lessons[lesson] ?? NO_PROGRESS;
    const after = change(before);
    if (after === before) return;
    set({ progress: { ...progress, lessons: { ...progress.lessons, [lesson]: after } } });
    writeSoon();
  },
  show(beside) {
    keepBeside(beside);
    set({ beside });
  },
}));

/** Keystrokes of a guess come fast; one write for all of them. */
function writeSoon(): void {
  writing ??= setTimeout(write, WRITE_MILLISECONDS);
}

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
onStudio('workspace.changed', ({ key }) => {
  if (key === KEY) void useLesson.getState().load();
});
studio.onConnection((state) => {
  if (state === 'open') void useLesson.getState().load();
});

function isLost(error: unknown): boolean {
  return error instanceof StudioError && error.code === 'connection_lost';
}

export function lessonProgress({ progress }: LessonStore, lesson: string): LessonProgress {
  return progress?.lessons[lesson] ?? NO_PROGRESS;
}
