import { create } from 'zustand';
import { useNavigation } from './navigation.ts';

interface ComparisonStore {
  /** Runs that are ticked, in the order of their looks. They stay so while others, or other views, are looked at. */
  readonly chosen: readonly string[];
  /** The one that is pointed at, on a chart or in a table. */
  readonly lit: string | null;
  readonly toggle: (id: string) => void;
  readonly chooseNone: () => void;
  readonly light: (id: string | null) => void;
}

/** The runs that are compared. The address names them too, so that a reload and Back find the comparison again. */
export const useComparison = create<ComparisonStore>((set, get) => ({
  chosen: named() ?? [],
  lit: null,
  toggle(id) {
    const { chosen } = get();
    const next = chosen.includes(id) ? chosen.filter((item) => item !== id) : [...chosen, id];
    set({ chosen: next });
    show(next, next.length > chosen.length);
  },
  chooseNone() {
    set({ chosen: [] });
    show([], false);
  },
  light: (id) => set(({ lit }) => (lit === id ? {} : { lit: id })),
}));

/** What has a run stand out on charts while its row is pointed at, or something in it has the focus. */
export function lighting(id: string) {
  const { light } = useComparison.getState();
  return {
    onPointerEnter: () => light(id),
    onPointerLeave: () => light(null),
    onFocus: () => light(id),
    onBlur: () => light(null),
  };
}

/** The comparison as a place of its own; what is chosen is not one before there are two. */
export function compareAddress(chosen: readonly string[]): string {
  return `#runs?${new URLSearchParams({ compare: chosen.join(',') })}`;
}

function named(): readonly string[] | null {
  return useNavigation.getState().purpose.compare?.split(',') ?? null;
}

/** The comparison follows what is ticked; a tick opens it, taking one away leaves a run that is looked at in its place. */
function show(chosen: readonly string[], isMore: boolean): void {
  const { purpose, open, refine } = useNavigation.getState();
  const compare = chosen.join(',');
  if (chosen.length < 2) {
    if (purpose.compare !== undefined) refine(purpose.run === undefined ? {} : { run: purpose.run });
  } else if (purpose.compare !== undefined) refine({ compare });
  else if (isMore || purpose.run === undefined) open('runs', { compare });
}

// An address that names runs has them chosen.
useNavigation.subscribe(({ purpose }, before) => {
  const chosen = purpose === before.purpose ? null : named();
  if (chosen) useComparison.setState({ chosen });
});
