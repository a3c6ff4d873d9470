import type { Recipe } from '../../../../app/results/room.ts';
import type { Key, Picture } from '../../../components/curves/chart-picture.ts';
import type { NamedPicture } from '../../../components/curves/use-pictures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { recipeTitle } from './recipe-words.ts';
import { isColoured, recipeColor } from './room-colors.ts';

type Drawing = Omit<Picture, 'title' | 'measure' | 'note' | 'keys'>;

/** The pictures of a room, with a key to every recipe that has a colour. */
export function roomPictures(
  recipes: readonly Recipe[],
  metric: string,
  { loss, metric: judged }: { readonly loss: Drawing; readonly metric: Drawing },
): NamedPicture[] {
  const runs = recipes.reduce((sum, recipe) => sum + recipe.runs.length, 0);
  const keys = recipes
    .filter((_, i) => isColoured(i))
    .map((recipe, i): Key => ({ label: recipeTitle(recipe), color: recipeColor(i) }));
  const made = (name: string, drawing: Drawing): NamedPicture => ({
    name,
    draw: () => ({
      title: `${runs} runs of a room: ${name}`,
      measure: name,
      note: 'a line each; bold their mean, a band its spread over seeds',
      keys,
      ...drawing,
    }),
  });
  return [made('training loss', loss), made(metricWords(metric), judged)];
}
