import { create } from 'zustand';
import { StudioError } from '../../app/errors.ts';
import {
  mergeResults,
  parseResults,
  type QuizEvent,
  type QuizResults,
  withEvent,
} from '../../app/lessons/quiz-results.ts';
import { onStudio, studio } from '../api/studio.ts';

const KEY = 'quiz-results';

/** An event as its writer gives it; when and which it is are added here. */
type NewQuizEvent = QuizEvent extends infer Event
  ? Event extends QuizEvent
    ? Omit<Event, 'id' | 'at'>
    : never
  : never;

interface QuizResultsStore {
  /** Null until they were read. */
  readonly results: QuizResults | null;
  /** Why what is kept cannot be read; nothing is written over it. */
  readonly unreadable: Error | null;
  /** Why the last answers are not kept yet; they are tried again. */
  readonly unsaved: Error | null;
  readonly load: () => Promise<void>;
  readonly add: (event: NewQuizEvent, id?: string) => void;
  /** Renames what cannot be read and begins anew. */
  readonly setAside: () => Promise<void>;
}

export const useQuizResults = create<QuizResultsStore>((set, get) => ({
  results: null,
  unreadable: null,
  unsaved: null,
  async load() {
    try {
      const kept = parseResults(await studio.invoke('kept.get', { key: KEY }));
      set(({ results }) => ({ results: results ? mergeResults(results, kept) : kept, unreadable: null }));
    } catch (error) {
      const isLost = error instanceof StudioError && error.code === 'connection_lost';
      if (!isLost) set({ unreadable: error as Error });
    }
  },
  add(event, id = crypto.randomUUID()) {
    const { results } = get();
    if (!results || results.events.some((known) => known.id === id)) return;
    set({ results: withEvent(results, { ...event, id, at: new Date().toISOString() } as QuizEvent) });
    void save();
  },
  async setAside() {
    await studio.invoke('kept.setAside', { key: KEY });
    set({ results: null, unreadable: null });
    await get().load();
  },
}));

let saving: Promise<void> | null = null;

/** Writes what this window knows, merged with what others wrote meanwhile; one write at a time. */
function save(): Promise<void> {
  saving ??= write().finally(() => {
    saving = null;
  });
  return saving;
}

async function write(): Promise<void> {
  for (;;) {
    try {
      const was = await studio.invoke('kept.get', { key: KEY });
      const merged = mergeResults(parseResults(was), useQuizResults.getState().results!);
      if (JSON.stringify(was) !== JSON.stringify(merged)) {
        await studio.invoke('kept.set', { key: KEY, value: merged, was: was as never });
      }
      const { results } = useQuizResults.getState();
      const isBehind = results!.events.length < merged.events.length;
      useQuizResults.setState({
        unsaved: null,
        ...(isBehind && { results: mergeResults(results!, merged) }),
      });
      if (results!.events.length <= merged.events.length) return;
    } catch (error) {
      if (error instanceof StudioError && error.code === 'kept_changed') continue;
      useQuizResults.setState({ unsaved: error as Error });
      return;
    }
  }
}

onStudio('workspace.changed', ({ key }) => {
  if (key === KEY) void useQuizResults.getState().load();
});
studio.onConnection((state) => {
  if (state === 'open' && useQuizResults.getState().unsaved) void save();
});
