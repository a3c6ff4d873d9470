import type { Recipe } from '../../../../app/results/room.ts';
import { figure } from '../../../components/figures.ts';
import { TableHead } from '../../../components/TableHead.tsx';
import { recipeTitle } from './recipe-words.ts';
import { bandOf, metricOf } from './room-series.ts';

interface SpreadTableProps {
  readonly recipes: readonly Recipe[];
  readonly metric: string;
}

/** The bands of the lower chart as figures; of recipes with one seed, what it reached. */
export function SpreadTable({ recipes, metric }: SpreadTableProps) {
  return (
    <div className="table-scroll">
      <table className="figures">
        <caption>
          {metric === 'loss' ? 'Validation loss' : metric} at each evaluation over the seeds of a recipe,
          where at least half of them have come that far
        </caption>
        <TableHead columns={['same settings', 'step', 'seeds', 'mean', 'deviation', 'lowest', 'highest']} />
        <tbody>
          {recipes.flatMap((recipe) => {
            const title = recipeTitle(recipe);
            const band = bandOf(recipe, metricOf(metric));
            if (recipe.seeds.length > 1) {
              return band.map(({ step, count, mean, deviation, low, high }) => (
                <tr key={`${recipe.id} ${step}`}>
                  <th scope="row">{title}</th>
                  <td>{step}</td>
                  <td>{count}</td>
                  {[mean, deviation, low, high].map((value, i) => (
                    <td key={i}>{figure(value)}</td>
                  ))}
                </tr>
              ));
            }
            return metricOf(metric)(recipe.seeds[0]!).map(({ step, value }) => (
              <tr key={`${recipe.id} ${step}`}>
                <th scope="row">{title}</th>
                <td>{step}</td>
                <td>1</td>
                <td>{figure(value)}</td>
                <td />
                <td />
                <td />
              </tr>
            ));
          })}
        </tbody>
      </table>
    </div>
  );
}
