import type { Recipe } from '../../../../app/results/room.ts';
import { summaryOf } from '../../../../app/runs/summary.ts';
import { figure } from '../../../components/figures.ts';
import { type Column, TableHead } from '../../../components/TableHead.tsx';
import { PickCell } from '../table/PickCell.tsx';
import { recipeTitle, settingsWords } from './recipe-words.ts';
import { recipeColor } from './room-colors.ts';

const COLUMNS: readonly Column[] = [
  'Data, model',
  ['Runs', 'wide number'],
  ['Seeds', 'number'],
  ['Best', 'spread'],
];

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
      <TableHead pick="On the charts" columns={COLUMNS} />
      <tbody>
        {recipes.map((recipe) => {
          const { id, dataset, model, runs, seeds } = recipe;
          const settings = settingsWords(recipe);
          const position = shown.indexOf(id);
          const color = position < 0 ? undefined : `var(${recipeColor(position)})`;
          return (
            <tr key={id}>
              <PickCell
                label={`Show ${recipeTitle(recipe)}`}
                checked={position >= 0}
                color={color}
                onToggle={() => onToggle(id)}
              />
              <th scope="row">
                {dataset}, <span className="recipe-model">{model}</span>
                {settings && <span className="mono secondary">{settings}</span>}
              </th>
              <td className="wide number">{runs.length}</td>
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
