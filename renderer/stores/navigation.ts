import { create } from 'zustand';

export const VIEW_NAMES = ['learn', 'data', 'train', 'runs', 'try', 'settings'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** What a view was opened for, e.g. `{ run: 'paraphrase-3' }` or `{ dataset: 'reviews', tag: 'leak' }`. */
export type Purpose = Readonly<Record<string, string>>;

interface Navigation {
  readonly view: ViewName;
  readonly purpose: Purpose;
  /** Opens a view; the address keeps it, so that a reload and Back find it again. */
  readonly open: (view: ViewName, purpose?: Purpose) => void;
  /** The same place looked at otherwise: the address keeps it, and Back does not stop there. */
  readonly refine: (purpose: Purpose) => void;
}

function fromAddress(): { view: ViewName; purpose: Purpose } {
  const [name, query = ''] = location.hash.slice(1).split('?');
  const view = VIEW_NAMES.find((known) => known === name) ?? 'learn';
  return { view, purpose: Object.fromEntries(new URLSearchParams(query)) };
}

export const useNavigation = create<Navigation>((set, get) => ({
  ...fromAddress(),
  open(view, purpose = {}) {
    const query = new URLSearchParams(purpose).toString();
    location.hash = query ? `${view}?${query}` : view;
  },
  refine(purpose) {
    history.replaceState(null, '', `#${get().view}?${new URLSearchParams(purpose)}`);
    set({ purpose });
  },
}));

window.addEventListener('hashchange', () => useNavigation.setState(fromAddress()));
