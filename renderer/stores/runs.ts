import { create } from 'zustand';
import type { QueuedRun, RunDetail, RunEvent, RunSummary } from '../../app/contract/runs.ts';
import { bestOf, betterOf } from '../../app/runs/best.ts';
import { afterEvent } from '../../app/runs/live.ts';
import { withNewPoints } from '../../app/runs/points.ts';
import { extendSpark } from '../../app/runs/spark.ts';
import { onStudio, studio } from '../api/studio.ts';

interface RunsStore {
  /** Newest first; null until the studio has answered. */
  readonly summaries: readonly RunSummary[] | null;
  /** Runs that wait for the one that is going. */
  readonly queue: readonly QueuedRun[];
  /** Courses of the runs that are looked at, by id. */
  readonly details: Readonly<Record<string, RunDetail>>;
  readonly error: Error | null;
  readonly refresh: () => Promise<void>;
  /** Fetches a run's whole course and follows it from then on. */
  readonly follow: (id: string) => Promise<void>;
}

export const useRuns = create<RunsStore>((set, get) => ({
  summaries: null,
  queue: [],
  details: {},
  error: null,
  async refresh() {
    try {
      const [summaries, queue] = await Promise.all([
        studio.invoke('runs.list', {}),
        studio.invoke('runs.queue', {}),
      ]);
      set({ summaries, queue, error: null });
      const followed = Object.keys(get().details).filter((id) =>
        summaries.some(({ record }) => record.id === id),
      );
      await Promise.all(followed.map((id) => get().follow(id)));
    } catch (error) {
      set({ error: error as Error });
    }
  },
  async follow(id) {
    const detail = await studio.invoke('runs.get', { id });
    set(({ details }) => ({ details: { ...details, [id]: detail } }));
  },
}));

/** The run that is going, or else the newest. */
export function currentRun({ summaries }: Pick<RunsStore, 'summaries'>): RunSummary | null {
  return summaries?.find(({ live }) => live !== null) ?? summaries?.[0] ?? null;
}

/** Often enough for a curve to seem to grow, seldom enough to leave the window to who uses it. */
const SHOW_MILLISECONDS = 250;

/** Points that arrive meanwhile are added in one go. */
let arrived: RunEvent[] = [];

function applyArrived(): void {
  const events = arrived;
  arrived = [];
  useRuns.setState(({ summaries, details }) => ({
    summaries: summaries?.map((summary) => events.reduce(withEvent, summary)) ?? null,
    details: Object.fromEntries(
      Object.entries(details).map(([id, detail]) => [
        id,
        withPoints(events.reduce(withEvent, detail), events),
      ]),
    ),
  }));
}

function withEvent<Summary extends RunSummary>(summary: Summary, { id, event }: RunEvent): Summary {
  const { record, live, spark } = summary;
  if (id !== record.id || !live) return summary;
  const after = afterEvent(live, event);
  const points = event.type === 'progress' ? event.points : [];
  const best = betterOf(summary.best, bestOf(points, record.args));
  return { ...summary, live: after, best, spark: extendSpark(spark, points, after.maxSteps) };
}

function withPoints(detail: RunDetail, events: readonly RunEvent[]): RunDetail {
  const arrived = events.flatMap(({ id, event }) =>
    id === detail.record.id && event.type === 'progress' ? event.points : [],
  );
  const points = withNewPoints(detail.points, arrived);
  return points === detail.points ? detail : { ...detail, points };
}

onStudio('run.event', (event) => {
  if (arrived.length === 0) setTimeout(applyArrived, SHOW_MILLISECONDS);
  arrived.push(event);
});
onStudio('runs.changed', () => void useRuns.getState().refresh());
studio.onConnection((state) => state === 'open' && void useRuns.getState().refresh());
void useRuns.getState().refresh();
