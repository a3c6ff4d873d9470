import { InvalidArgumentError } from 'commander';

/** Reads an option that is a share, both ends excluded. */
export function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('It must be above 0 and below 1.');
  return share;
}
