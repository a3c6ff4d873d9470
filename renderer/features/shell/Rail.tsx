import {
  BookOpen,
  createLucideIcon,
  List,
  type LucideIcon,
  RectangleEllipsis,
  Settings2,
  Table2,
} from 'lucide-react';
import { useNavigation, VIEW_NAMES, type ViewName } from '../../stores/navigation.ts';
import { VIEW_WORDS } from './shortcut-table.ts';
import './rail.css';

/** A loss that falls: lucide's charts all rise. */
const LossCurve = createLucideIcon('loss-curve', [
  ['path', { d: 'M4 4v16h16', key: 'axes' }],
  ['path', { d: 'M7.5 6c1 6.5 4 9.3 12.5 9.8', key: 'curve' }],
]);

const ICONS: Readonly<Record<ViewName, LucideIcon>> = {
  learn: BookOpen,
  data: Table2,
  train: LossCurve,
  runs: List,
  try: RectangleEllipsis,
  settings: Settings2,
};

/** The five views, and the settings at the foot. */
export function Rail() {
  const current = useNavigation((state) => state.view);
  return (
    <nav className="rail" aria-label="Views">
      <svg className="rail-mark" viewBox="0 0 24 24" role="img" aria-label="BERT Studio">
        <path d="M7 4H4v16h3M17 4h3v16h-3" />
        <path className="rail-blank" d="M8.5 15.5h7" />
      </svg>
      {VIEW_NAMES.map((view) => {
        const Icon = ICONS[view];
        return (
          <a key={view} href={`#${view}`} aria-current={view === current ? 'page' : undefined}>
            <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
            {VIEW_WORDS[view]}
          </a>
        );
      })}
    </nav>
  );
}
