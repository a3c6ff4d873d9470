import { COMMAND_KEYS } from '../../../app/contract/commands.ts';
import { useNavigation, VIEW_NAMES, type ViewName } from '../../stores/navigation.ts';
import { showOverlay } from './overlays.ts';

interface Shortcut {
  /** As `Kbd` writes it; `Mod` is Ctrl, on a Mac Command. */
  readonly keys: string;
  readonly words: string;
  readonly run: () => void;
}

export const VIEW_WORDS: Readonly<Record<ViewName, string>> = {
  learn: 'Learn',
  data: 'Data',
  train: 'Train',
  runs: 'Runs',
  try: 'Try',
  settings: 'Settings',
};

/** What the window listens to everywhere. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: COMMAND_KEYS.palette, words: 'Find anything', run: () => showOverlay('palette') },
  ...VIEW_NAMES.map((view) => ({
    keys: COMMAND_KEYS[`view:${view}`],
    words: VIEW_WORDS[view],
    run: () => useNavigation.getState().open(view),
  })),
  { keys: COMMAND_KEYS.shortcuts, words: 'These shortcuts', run: () => showOverlay('shortcuts') },
];

/** What single places listen to; the keys of lists and menus are those of every program. */
export const PLACES: readonly Pick<Shortcut, 'keys' | 'words'>[] = [
  { keys: 'Enter', words: 'In a blank: answer with the guess' },
  { keys: '← →', words: 'In the empty blank of a sentence: hide the word beside it instead' },
  { keys: 'Mod+Enter', words: 'In a cell of the lesson: open it beside the text' },
  { keys: 'Mod+Enter', words: 'In a text to try: ask again' },
  { keys: '← →', words: 'On curves: the figures of each step, with Shift of each epoch; + and − zoom' },
  {
    keys: 'Shift',
    words: 'While dragging on curves: move along them; without it, zoom to what was dragged over',
  },
  { keys: 'Ctrl', words: 'With the wheel on curves: zoom' },
  { keys: 'Esc', words: 'Close what lies over the view' },
  { keys: '← →', words: 'On the divider: move it' },
  { keys: 'F6', words: 'Go to the last message, to undo' },
];
