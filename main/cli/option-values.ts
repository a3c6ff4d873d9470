import { InvalidArgumentError } from 'commander';

/** Reads an option that is a share, both ends excluded. */
export function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('It must be above 0 and below 1.');
  return share;
}

/** Reads an option that is a number of things, at least one. */
export function countOf(text: string): number {
  const count = Number(text);
  if (!(Number.isSafeInteger(count) && count > 0))
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return count;
}
