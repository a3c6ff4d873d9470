import { bestOf, type RunBest } from '../runs/best.ts';
import { type ComparedRun, compareRuns } from '../runs/compare.ts';
import { bySeed } from '../runs/seeds.ts';
import { runOfResult } from './read-run.ts';
import type { ResultFile } from './result-file.ts';

/** One of those whose results are looked at together. */
export interface Learner {
  readonly id: string;
  /** As the host sees them: what the file is called, or what the host wrote over it. */
  readonly name: string;
  readonly result: ResultFile;
}

/** A learner's run, as a chart and a comparison take it. */
export interface RoomRun extends ComparedRun {
  readonly learner: Learner;
  readonly best: RunBest | null;
  readonly guess: number | null;
  readonly live: null;
}

/** Runs with the same settings: they differ by seed and by computer. */
export interface Recipe {
  /** Of its first run. */
  readonly id: string;
  readonly dataset: string;
  readonly model: string;
  /** Settings in which it differs from the others. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly runs: readonly RoomRun[];
  /** One run for each seed, the longest: the same seed gives the same curve, and counts once. */
  readonly seeds: readonly RoomRun[];
  readonly learners: number;
}

export function runsOf(learner: Learner): RoomRun[] {
  return learner.result.runs.map((run, i) => {
    const { record, points } = runOfResult(run, `${learner.id}-${i}`);
    return { learner, record, points, best: bestOf(points, record.args), guess: run.guess, live: null };
  });
}

/** What differs by chance, or by the computer, is no setting of a recipe. */
const NOT_OF_A_RECIPE = new Set(['seed', 'data_seed', 'threads', 'device', 'output_dir']);
const SAID_ANYWAY = new Set(['model', 'dataset']);

/** Runs of a room by their settings, those that most learners have first. */
export function recipesOf(runs: readonly RoomRun[]): Recipe[] {
  const groups = bySeed(runs);
  const differences = compareRuns(groups.map(([first]) => first!)).settings.filter(
    ({ name }) => !NOT_OF_A_RECIPE.has(name) && !SAID_ANYWAY.has(name),
  );
  return groups
    .map((group, i) => {
      const { record } = group[0]!;
      return {
        id: record.id,
        dataset: record.dataset.name,
        model: record.model,
        settings: differences.map(({ name, values }) => ({ name, value: values[i] ?? 'not set' })),
        runs: group,
        seeds: longestBySeed(group),
        learners: new Set(group.map(({ learner }) => learner.id)).size,
      };
    })
    .sort((a, b) => b.learners - a.learners || b.runs.length - a.runs.length);
}

function longestBySeed(runs: readonly RoomRun[]): RoomRun[] {
  const bySeeds = new Map<string, RoomRun>();
  for (const run of runs) {
    const { seed, data_seed } = run.record.args;
    const key = `${seed} ${data_seed}`;
    const known = bySeeds.get(key);
    if (!known || run.record.progress.global_step > known.record.progress.global_step) bySeeds.set(key, run);
  }
  return [...bySeeds.values()];
}
