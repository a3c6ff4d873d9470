import { create } from 'zustand';
import type { RunDetail, RunEvent, RunSummary } from '../../app/contract/runs.ts';
import type { MetricPoint } from '../../app/runs/points.ts';
import { onStudio, studio } from '../api/studio.ts';

interface RunsStore {
  /** Newest first; null until the studio has answered. */
  readonly summaries: readonly RunSummary[] | null;
  /** Courses of the runs that are looked at, by id. */
  readonly details: Readonly<Record<string, RunDetail>>;
  readonly error: Error | null;
  readonly refresh: () => Promise<void>;
  /** Fetches a run's whole course and follows it from then on. */
  readonly follow: (id: string) => Promise<void>;
}

export const useRuns = create<RunsStore>((set, get) => ({
  summaries: null,
  details: {},
  error: null,
  async refresh() {
    try {
      const summaries = await studio.invoke('runs.list', {});
      set({ summaries, error: null });
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

/** Points that arrive between two frames are added in one go. */
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
  const { record, live } = summary;
  if (id !== record.id || !live) return summary;
  switch (event.type) {
    case 'progress': {
      const step = event.points.findLast((point) => point.kind === 'step');
      const place = step ? { step: step.step, epoch: step.epoch } : {};
      const spark = event.points.flatMap((point) => (point.kind === 'step' ? [point.loss] : []));
      const { secondsLeft } = event;
      return {
        ...summary,
        spark: [...summary.spark, ...spark].slice(-240),
        live: { ...live, ...place, secondsLeft, activity: 'training', evaluated: null },
      };
    }
    case 'evaluating':
      return { ...summary, live: { ...live, activity: 'evaluating', evaluated: event } };
    case 'paused':
      return { ...summary, live: { ...live, activity: 'paused' } };
    case 'resumed':
      return { ...summary, live: { ...live, activity: 'training' } };
    default:
      return summary;
  }
}

function withPoints(detail: RunDetail, events: readonly RunEvent[]): RunDetail {
  const last = detail.points.findLast((point) => point.kind === 'step')?.step ?? 0;
  const isNew = (point: MetricPoint) => point.kind !== 'step' || point.step > last;
  const points = events.flatMap(({ id, event }) =>
    id === detail.record.id && event.type === 'progress' ? event.points.filter(isNew) : [],
  );
  return points.length === 0 ? detail : { ...detail, points: [...detail.points, ...points] };
}

onStudio('run.event', (event) => {
  if (arrived.length === 0) requestAnimationFrame(applyArrived);
  arrived.push(event);
});
onStudio('runs.changed', () => void useRuns.getState().refresh());
studio.onConnection((state) => state === 'open' && void useRuns.getState().refresh());
void useRuns.getState().refresh();
