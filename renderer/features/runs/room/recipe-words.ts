import type { Recipe } from '../../../../app/results/room.ts';
import { summaryOf } from '../../../../app/runs/summary.ts';
import { figure, setting } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';

/** The settings in which a recipe differs from the room's others: `learning_rate 2e-5`. */
export function settingsWords({ settings }: Recipe): string {
  return settings.map(({ name, value }) => `${name} ${setting(name, value)}`).join(', ');
}

export function recipeTitle(recipe: Recipe): string {
  return [recipe.dataset, recipe.model, settingsWords(recipe)].filter(Boolean).join(', ');
}

/** What the room shows of chance, in a sentence or two, its figures between stars. */
export function roomVerdict(recipes: readonly Recipe[]): string {
  const [first] = recipes;
  if (!first) return 'No runs are in these files.';
  const best = summaryOf(first.seeds.map((run) => run.best?.value));
  const metric = first.seeds.find((run) => run.best)?.best?.metric ?? 'metric';
  if (first.runs.length > 1 && first.seeds.length === 1) {
    return `All ${first.runs.length} runs of the commonest settings have one seed, so that they are one run again and again. Seeds of their own would show what chance does.`;
  }
  if (!best || best.count < 2) {
    return 'No settings were run with more than one seed, so that nothing here can be told from chance.';
  }
  return `*${best.count}* seeds with the same settings reach a best ${metricWords(metric)} between *${figure(best.low)}* and *${figure(best.high)}*. Only seed and computer set them apart: a gap of *${figure(best.high - best.low)}* between any two computers in this room says nothing of either.${guessWords(first)}`;
}

function guessWords({ runs }: Recipe): string {
  const judged = runs.filter(({ best, guess }) => guess !== null && best?.isMain);
  const guessed = summaryOf(judged.map(({ guess }) => guess));
  const measured = summaryOf(judged.map(({ best }) => best!.value));
  if (!guessed || !measured) return '';
  const whole = (share: number) => `${Math.round(share * 100)}\u202f%`;
  return ` Predicted beforehand: *${whole(guessed.mean)}* on average, from ${whole(guessed.low)} to ${whole(guessed.high)}, by ${guessed.count}; measured: *${whole(measured.mean)}*.`;
}
