import { BookOpen, ChartSpline, List, SlidersHorizontal, Table, TextCursorInput } from 'lucide-react';
import { useNavigation, type ViewName } from '../../stores/navigation.ts';
import './rail.css';

const ITEMS: readonly { view: ViewName; label: string; Icon: typeof BookOpen }[] = [
  { view: 'learn', label: 'Learn', Icon: BookOpen },
  { view: 'data', label: 'Data', Icon: Table },
  { view: 'train', label: 'Train', Icon: ChartSpline },
  { view: 'runs', label: 'Runs', Icon: List },
  { view: 'try', label: 'Try', Icon: TextCursorInput },
  { view: 'settings', label: 'Settings', Icon: SlidersHorizontal },
];

export function Rail() {
  const current = useNavigation((state) => state.view);
  return (
    <nav className="rail" aria-label="Views">
      <svg className="rail-mark" viewBox="0 0 24 24" role="img" aria-label="BERT Studio">
        <path d="M7 4H4v16h3M17 4h3v16h-3" />
        <path className="rail-blank" d="M8.5 15.5h7" />
      </svg>
      {ITEMS.map(({ view, label, Icon }) => (
        <a key={view} href={`#${view}`} aria-current={view === current ? 'page' : undefined}>
          <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
          {label}
        </a>
      ))}
    </nav>
  );
}
