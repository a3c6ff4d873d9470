import type { CSSProperties } from 'react';
import type { Recipe } from '../../../../app/results/room.ts';
import { summaryOf } from '../../../../app/runs/summary.ts';
import { figure } from '../../../components/figures.ts';
import { recipeColor } from './room-colors.ts';

interface RecipeTableProps {
  readonly recipes: readonly Recipe[];
  /** Ids of those on the charts, in the order of their colours. */
  readonly shown: readonly string[];
  readonly onToggle: (id: string) => void;
}

/** Runs with the same settings, and how far seeds alone drive them apart. */
export function RecipeTable({ recipes, shown, onToggle }: RecipeTableProps) {
  const metric = recipes.flatMap(({ runs }) => runs.flatMap(({ best }) => best?.metric ?? []))[0];
  return (
    <table className="room-table">
      <caption>
        Same settings <span>best {metric ?? 'metric'} of each seed: mean, standard deviation, ends</span>
      </caption>
      <thead>
        <tr>
          <th scope="col" className="pick">
            <span className="only-read">On the charts</span>
          </th>
          <th scope="col">Data, model</th>
          <th scope="col" className="number">
            Runs
          </th>
          <th scope="col" className="number">
            Seeds
          </th>
          <th scope="col" className="spread">
            Best
          </th>
        </tr>
      </thead>
      <tbody>
        {recipes.map((recipe) => {
          const { id, dataset, model, settings, runs, seeds } = recipe;
          const position = shown.indexOf(id);
          const color = position < 0 ? undefined : `var(${recipeColor(position)})`;
          return (
            <tr key={id}>
              <td className="pick">
                <input
                  type="checkbox"
                  aria-label={`Show ${[dataset, model, ...settings].join(', ')}`}
                  checked={position >= 0}
                  style={color ? ({ '--accent': color } as CSSProperties) : undefined}
                  onChange={() => onToggle(id)}
                />
              </td>
              <th scope="row">
                {dataset}, {model}
                {settings.length > 0 && <span className="mono secondary">{settings.join(', ')}</span>}
              </th>
              <td className="number">{runs.length}</td>
              <td className="number">{seeds.length}</td>
              <td className="spread">
                <Best recipe={recipe} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Best({ recipe: { seeds } }: { readonly recipe: Recipe }) {
  const best = summaryOf(seeds.map((run) => run.best?.value));
  if (!best) return <span className="secondary">not evaluated</span>;
  if (best.count === 1) return <b>{figure(best.mean)}</b>;
  return (
    <>
      <b>{figure(best.mean)}</b> ± {figure(best.deviation)}
      <span className="secondary">
        {figure(best.low)} to {figure(best.high)}
      </span>
    </>
  );
}

/** What the room shows of chance, in a sentence or two. */
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
  return `${best.count} seeds with the same settings reach a best ${metric} between ${figure(best.low)} and ${figure(best.high)}. Nothing but chance sets them apart: a gap of ${figure(best.high - best.low)} between any two computers in this room says nothing of either.${guessWords(first)}`;
}

function guessWords({ runs }: Recipe): string {
  const judged = runs.filter(({ best, guess }) => guess !== null && best?.metric === 'accuracy');
  const guessed = summaryOf(judged.map(({ guess }) => guess));
  const measured = summaryOf(judged.map(({ best }) => best!.value));
  if (!guessed || !measured) return '';
  const whole = (share: number) => `${Math.round(share * 100)}\u202f%`;
  return ` Predicted beforehand: ${whole(guessed.mean)} on average, from ${whole(guessed.low)} to ${whole(guessed.high)}, by ${guessed.count}; measured: ${whole(measured.mean)}.`;
}
