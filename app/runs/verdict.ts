import type { RunBest } from './best.ts';
import type { RunRecord } from './record.ts';
import { recipeOf } from './seeds.ts';

interface JudgedRun {
  readonly record: RunRecord;
  readonly best: RunBest | null;
}

/**
 * What a comparison comes to, in sentences. Two figures differ by more than chance in drawing the evaluation rows can
 * explain where their distance is beyond the root of the squared half-widths of their 95 % intervals; that is all
 * that can be said without the single answers, and one seed more may still turn it round.
 */
export function verdictOn(runs: readonly JudgedRun[]): string {
  const judged = runs.flatMap(({ record, best }) => (best ? [{ record, best }] : []));
  if (judged.length < 2)
    return 'Fewer than two of these runs were evaluated, so there is nothing to compare yet.';
  const [first] = judged;
  const { metric, count } = first!.best;
  if (judged.some(({ best }) => best.metric !== metric))
    return 'These runs were judged by different metrics, so their figures cannot be set against each other.';
  const sameRows = judged.every(
    ({ record, best }) => record.dataset.name === first!.record.dataset.name && best.count === count,
  );
  if (!sameRows)
    return 'These runs were judged on different rows, so their figures cannot be set against each other.';
  const lowerIsBetter = first!.best.isLowerBetter;
  const ranked = judged.toSorted((a, b) => (lowerIsBetter ? 1 : -1) * (a.best.value - b.best.value));
  return [standing(ranked, count), seeds(ranked)].filter(Boolean).join(' ');
}

type Ranked = readonly { readonly record: RunRecord; readonly best: RunBest }[];

function standing(ranked: Ranked, count: number): string {
  const [top, next] = ranked;
  const gap = Math.abs(top!.best.value - next!.best.value);
  const open = openGap(top!.best, next!.best);
  const by = `${shown(top!.best.value)} against ${shown(next!.best.value)}`;
  const rows = count.toLocaleString('en');
  if (open === null)
    return `“${top!.record.name}” is ahead, ${by}, and how far chance may move that is not known for this metric.`;
  if (gap > open)
    return `“${top!.record.name}” stands clear: ${by}, more than the ${shown(open)} that drawing other ${rows} rows could explain.`;
  const tied = ranked.filter(({ best }) => {
    const width = openGap(top!.best, best);
    return width !== null && Math.abs(top!.best.value - best.value) <= width;
  });
  const names =
    tied.length === ranked.length
      ? ranked.length === 2
        ? 'They'
        : `The ${ranked.length} runs`
      : `The first ${tied.length}`;
  return `${names} cannot be told apart: ${by}, and drawing other ${rows} rows could move that by ${shown(open)}. Call it noise.`;
}

/** Runs that differ by their seed alone show how far chance goes. */
function seeds(ranked: Ranked): string {
  for (const one of ranked) {
    const same = ranked.filter(({ record }) => recipeOf(record) === recipeOf(one.record));
    if (same.length < 2) continue;
    const gap = Math.abs(same[0]!.best.value - same.at(-1)!.best.value);
    const names = listed(same.map(({ record }) => `“${record.name}”`));
    return `${names} are one recipe with ${same.length} seeds, and differ by ${shown(gap)}: a gap of that size between any two runs may be luck.`;
  }
  return 'Each is one seed: another seed of the same recipe may land elsewhere.';
}

function openGap(a: RunBest, b: RunBest): number | null {
  if (!a.interval || !b.interval) return null;
  const half = ({ interval }: RunBest) => (interval![1] - interval![0]) / 2;
  return Math.hypot(half(a), half(b));
}

const shown = (value: number) => value.toFixed(3);

function listed(names: readonly string[]): string {
  return names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
