/** `note`: the studio works, though not in every way; `bad`: something of it does not. */
export type CheckState = 'good' | 'note' | 'bad';

export interface Check {
  readonly name: string;
  readonly state: CheckState;
  /** What is there. */
  readonly found: string;
  /** What to do about it; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const good = (name: string, found: string): Check => ({ name, state: 'good', found, remedy: null });
export const note = (name: string, found: string, remedy: string): Check => ({
  name,
  state: 'note',
  found,
  remedy,
});
export const bad = (name: string, found: string, remedy: string): Check => ({
  name,
  state: 'bad',
  found,
  remedy,
});
