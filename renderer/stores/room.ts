import { create } from 'zustand';
import type { LearnerSummary } from '../../app/contract/results.ts';
import type { StudioProblem } from '../../app/contract/workspace.ts';
import type { Learner } from '../../app/results/room.ts';
import { onStudio, studio } from '../api/studio.ts';
import { upload } from '../api/upload.ts';
import { toast } from '../components/toast.tsx';

interface RoomStore {
  /** Null until the studio has answered. */
  readonly learners: readonly LearnerSummary[] | null;
  /** With their curves, by id; fetched when the room is looked at. */
  readonly results: Readonly<Record<string, Learner>>;
  /** What is kept and cannot be read. */
  readonly damaged: readonly StudioProblem[];
  /** What of the last files could not be taken in. */
  readonly refused: readonly StudioProblem[];
  readonly isOpening: boolean;
  readonly error: Error | null;
  readonly refresh: () => Promise<void>;
  /** Fetches what is not here yet. */
  readonly follow: () => Promise<void>;
  readonly open: (files: readonly File[]) => Promise<void>;
  readonly forgetRefused: () => void;
  readonly rename: (id: string, name: string) => Promise<void>;
  /** To the trash, with Undo. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
}

/** Results of learners that a host looks at together. */
export const useRoom = create<RoomStore>((set, get) => {
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      set({ error: null });
    } catch (error) {
      set({ error: error as Error });
    }
  };
  return {
    learners: null,
    results: {},
    damaged: [],
    refused: [],
    isOpening: false,
    error: null,
    refresh: () =>
      attempt(async () => {
        const { learners, problems } = await studio.invoke('learners.list', {});
        set({ learners, damaged: problems });
        if (Object.keys(get().results).length > 0) await get().follow();
      }),
    follow: () =>
      attempt(async () => {
        const { learners, results } = get();
        const wanted = (learners ?? []).filter(({ id, name, exportedAt }) => {
          const known = results[id];
          return known?.name !== name || known.result.exported_at !== exportedAt;
        });
        const fetched = await Promise.all(wanted.map(({ id }) => studio.invoke('learners.get', { id })));
        if (fetched.length === 0) return;
        set((state) => ({
          results: { ...state.results, ...Object.fromEntries(fetched.map((item) => [item.id, item])) },
        }));
      }),
    open: async (files) => {
      if (files.length === 0) return;
      set({ isOpening: true, refused: [] });
      await attempt(async () => {
        const handles: string[] = [];
        for (const file of files) handles.push((await upload(file)).handle);
        const { problems } = await studio.invoke('learners.open', { handles });
        set({ refused: problems });
      });
      set({ isOpening: false });
    },
    forgetRefused: () => set({ refused: [] }),
    rename: (id, name) => attempt(() => studio.invoke('learners.rename', { id, name })),
    remove: (ids) =>
      attempt(async () => {
        await studio.invoke('learners.remove', { ids: [...ids] });
        toast(`${ids.length === 1 ? 'One learner is' : `${ids.length} learners are`} in the trash.`, {
          undo: () => void attempt(() => studio.invoke('learners.restore', { ids: [...ids] })),
        });
      }),
  };
});

onStudio('learners.changed', () => void useRoom.getState().refresh());
studio.onConnection((state) => state === 'open' && void useRoom.getState().refresh());
void useRoom.getState().refresh();
