import { create } from 'zustand';
import { onAnswered } from '../api/studio.ts';
import { useRuns } from './runs.ts';

const KEPT = 15;
/** A first answer loads the model: one says nothing of the usual. */
const ENOUGH = 2;

interface Times {
  readonly idle: readonly number[];
  readonly busy: readonly number[];
}

interface AnswerTimes {
  readonly byQuestion: Readonly<Record<string, Times>>;
  /** The kind of question asked last. */
  readonly last: string | null;
}

/** How long questions to models took, in milliseconds, while a run took steps and while none did. */
export const useAnswerTimes = create<AnswerTimes>(() => ({ byQuestion: {}, last: null }));

onAnswered((name, milliseconds) => {
  if (!name.startsWith('inference.')) return;
  const isBusy =
    useRuns.getState().summaries?.some(({ live }) => live && live.activity !== 'paused') ?? false;
  useAnswerTimes.setState(({ byQuestion }) => {
    const { idle = [], busy = [] } = byQuestion[name] ?? {};
    const add = (times: readonly number[]) => [...times, milliseconds].slice(-KEPT);
    const times = isBusy ? { idle, busy: add(busy) } : { idle: add(idle), busy };
    return { byQuestion: { ...byQuestion, [name]: times }, last: name };
  });
});

/** What training costs the cells: the median answer beside a run, and the usual one; null before enough was asked. */
export function slowdown({ byQuestion, last }: AnswerTimes): { busy: number; usual: number | null } | null {
  const times = last === null ? undefined : byQuestion[last];
  if (!times || times.busy.length === 0) return null;
  const usual = times.idle.length >= ENOUGH ? median(times.idle) : null;
  return { busy: median(times.busy), usual };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
