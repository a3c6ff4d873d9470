import { StudioError } from '../errors.ts';
import type { Graph, Value } from './graph.ts';

/** What a graph reads, and was not given. */
export function missingFeed(name: string): StudioError {
  return new StudioError('missing_feed', `The graph takes "${name}", which nothing provides.`);
}

/** The name of a graph's input. */
export function inputName({ inputs }: Graph, value: Value): string {
  return inputs.find((input) => input.value === value)?.name ?? `%${value.id}`;
}
