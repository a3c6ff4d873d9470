import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../app/counted.ts';
import { StudioError } from '../../app/errors.ts';
import { learnerName } from '../../app/results/learner-name.ts';
import { type Learner, recipesOf, runsOf } from '../../app/results/room.ts';
import { quizGains, quizOf } from '../../app/results/room-quiz.ts';
import { type Summary, summaryOf } from '../../app/runs/summary.ts';
import { checkOutputFile } from '../services/output-file.ts';
import { gatherResults } from '../services/studio/gather-results.ts';
import { writeFileAtomic } from '../storage/atomic.ts';
import { readResultFile } from '../storage/learners.ts';
import { userFolder } from '../storage/paths.ts';
import { type JsonOption, print, printJson, reportError, shown, table } from './output.ts';

interface ExportOptions extends JsonOption {
  readonly name?: string;
  readonly output?: string;
  readonly folder?: readonly string[];
  readonly overwrite: boolean;
}

/** results export, show: what a learner hands on, and what a room of them comes to. */
export function addResultCommands(program: Command, setExitCode: (code: number) => void): void {
  const results = program
    .command('results')
    .description('Results of learners: one file each, without texts.');
  results
    .command('export')
    .description('Write your runs with their curves, your answers and predictions to one file.')
    .option('--name <name>', 'what the host sees you as (default: a code drawn at random)')
    .option('--output <file>', 'where to write it (default: here)')
    .option('--folder <folders...>', "where runs are (default: the studio's own, and runs here)")
    .option('--overwrite', 'replace what is there', false)
    .option('--json', 'as JSON')
    .action(exportResults);
  results
    .command('show <files...>')
    .description('What files of learners come to: spread of each recipe over seeds, gain by question.')
    .option('--json', 'as JSON')
    .action(async (files: string[], { json }: JsonOption) => {
      const learners: Learner[] = [];
      for (const file of files) {
        try {
          const result = await readResultFile(file);
          learners.push({ id: result.learner.id, name: learnerName(basename(file), result), result });
        } catch (error) {
          if (!(error instanceof StudioError)) throw error;
          setExitCode(reportError(error, false));
        }
      }
      if (json) printJson(comesTo(learners));
      else if (learners.length > 0) printRoom(learners);
    });
}

async function exportResults({ name, output, folder, overwrite, json }: ExportOptions): Promise<void> {
  const folders = folder ?? [join(userFolder(), 'runs'), resolve('runs')];
  const { text, file, result, problems } = await gatherResults(name?.trim() || null, [...new Set(folders)]);
  const path = resolve(output ?? file);
  await checkOutputFile(path, overwrite);
  await writeFileAtomic(path, text);
  const questions = result.quiz?.questions.length ?? 0;
  if (json) return printJson({ path, runs: result.runs.length, questions, problems });
  for (const problem of problems) print(`Left out: ${problem}`);
  print(
    `${shown(path)} (${Math.ceil(Buffer.byteLength(text) / 1000)} kB): ${counted(result.runs.length, 'run')}, ${counted(questions, 'question')} answered. No texts are in it.`,
  );
}

/** Both ways of printing say this. */
function comesTo(learners: readonly Learner[]) {
  const recipes = recipesOf(learners.flatMap(runsOf)).map(
    ({ dataset, model, settings, runs, seeds, learners: n }) => ({
      dataset,
      model,
      settings,
      learners: n,
      runs: runs.length,
      seeds: seeds.length,
      metric: seeds.find(({ best }) => best)?.best?.metric ?? null,
      best: summaryOf(seeds.map(({ best }) => best?.value)),
    }),
  );
  return {
    learners: learners.map((learner) => ({
      learner: learner.name,
      runs: learner.result.runs.length,
      ...quizOf(learner),
    })),
    recipes,
    quiz: quizGains(learners),
  };
}

function printRoom(learners: readonly Learner[]): void {
  const { learners: people, recipes, quiz } = comesTo(learners);
  print(
    table([
      ['learner', 'runs', 'answered', 'right at first', 'gain'],
      ...people.map(({ learner, runs, answered, right, gain }) => [
        learner,
        String(runs),
        String(answered),
        String(right),
        gain ? points(gain.mean) : '',
      ]),
    ]),
  );
  if (recipes.length > 0) {
    print(
      `\n${table([
        ['recipe', 'runs', 'seeds', 'best', 'mean', 'deviation', 'from', 'to'],
        ...recipes.map(({ dataset, model, settings, runs, seeds, metric, best }) => [
          [dataset, model, ...settings.map(({ name, value }) => `${name} ${value}`)].join(', '),
          String(runs),
          String(seeds),
          metric ?? '',
          ...(best ? [best.mean, best.deviation, best.low, best.high] : []).map((value) => value.toFixed(4)),
          ...(best ? [] : ['', '', '', '']),
        ]),
      ])}`,
    );
  }
  if (quiz.length > 0) {
    const part = (summary: Summary | null) => (summary ? `${Math.round(summary.mean * 100)}%` : '');
    print(
      `\n${table([
        ['question', 'first attempt', 'of', 'second form', 'of', 'gain'],
        ...quiz.map(({ title, first, second, gain }) => [
          title,
          part(first),
          String(first?.count ?? 0),
          part(second),
          String(second?.count ?? 0),
          gain ? points(gain.mean) : '',
        ]),
      ])}`,
    );
  }
}

/** Hundredths, with their sign. */
const points = (gain: number) => `${gain > 0 ? '+' : ''}${Math.round(gain * 100)}`;
