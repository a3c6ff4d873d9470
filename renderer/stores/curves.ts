import { create } from 'zustand';

const KEY = 'bert-studio.curves';

/** How curves are drawn, wherever they are. */
interface CurveSettings {
  readonly axis: 'step' | 'epoch' | 'time';
  /** Weight of what came before, 0 to 0.99. */
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Lines that are put away. */
  readonly hidden: readonly string[];
  /** What evaluations are judged by on charts; null is what each run is judged by itself. */
  readonly metric: string | null;
}

interface CurvesStore extends CurveSettings {
  readonly change: (changes: Partial<CurveSettings>) => void;
}

const DEFAULTS: CurveSettings = {
  axis: 'step',
  smoothing: 0.85,
  logarithmic: false,
  hidden: [],
  metric: null,
};

function kept(): Partial<CurveSettings> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

export const useCurves = create<CurvesStore>((set, get) => ({
  ...DEFAULTS,
  ...kept(),
  change(changes) {
    set(changes);
    const { axis, smoothing, logarithmic, hidden, metric } = get();
    localStorage.setItem(KEY, JSON.stringify({ axis, smoothing, logarithmic, hidden, metric }));
  },
}));
