import { runColor } from '../../../components/curves/run-looks.ts';

/** As many recipes as there are colours; curves of the others are grey. */
const COLOURED = 6;

export function recipeColor(position: number): string {
  return position < COLOURED ? runColor(position) : '--bar';
}

export const isColoured = (position: number): boolean => position < COLOURED;
