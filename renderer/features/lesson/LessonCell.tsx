import { assertNever } from '../../../app/errors.ts';
import { CELL_NAMES, type CellSettings } from '../../../app/lessons/cells.ts';
import { useLesson } from '../../stores/lesson.ts';
import { AttentionCell } from './cells/AttentionCell.tsx';
import { BalanceCell } from './cells/BalanceCell.tsx';
import { BeforeAfterCell } from './cells/BeforeAfterCell.tsx';
import { BothSidesCell } from './cells/BothSidesCell.tsx';
import { FineTuneCell } from './cells/FineTuneCell.tsx';
import { HideAWordCell } from './cells/HideAWordCell.tsx';
import { SecondRunCell } from './cells/SecondRunCell.tsx';
import { TokensCell } from './cells/TokensCell.tsx';
import { useLessonContext } from './frame/lesson-context.ts';

interface LessonCellProps {
  readonly settings: CellSettings;
  /** In the right pane, not in the text. */
  readonly beside: boolean;
  readonly autoFocus?: boolean;
}

/** A cell in the text, or, while it is open beside the text, the place it comes back to. */
export function LessonCell({ settings, beside, autoFocus = false }: LessonCellProps) {
  const { lesson } = useLessonContext();
  const isAway = useLesson(
    ({ beside: open }) => open?.kind === 'cell' && open.lesson === lesson && open.cell === settings.id,
  );
  if (isAway && !beside) {
    return (
      <div className="cell away" id={settings.id}>
        <span>
          <b>{CELL_NAMES[settings.kind]}</b> is open beside the text.
        </span>
        <button type="button" className="button small quiet" onClick={() => useLesson.getState().show(null)}>
          Bring it back
        </button>
      </div>
    );
  }
  const cell = cellOf(settings, beside, autoFocus);
  return beside ? cell : <div id={settings.id}>{cell}</div>;
}

function cellOf(settings: CellSettings, beside: boolean, autoFocus: boolean) {
  switch (settings.kind) {
    case 'hide-a-word':
      return <HideAWordCell settings={settings} beside={beside} autoFocus={autoFocus} />;
    case 'tokens':
      return <TokensCell settings={settings} beside={beside} />;
    case 'both-sides':
      return <BothSidesCell settings={settings} beside={beside} />;
    case 'attention':
      return <AttentionCell settings={settings} beside={beside} />;
    case 'fine-tune':
    case 'find-names':
      return <FineTuneCell settings={settings} beside={beside} />;
    case 'before-after':
      return <BeforeAfterCell settings={settings} beside={beside} />;
    case 'second-run':
      return <SecondRunCell settings={settings} beside={beside} />;
    case 'balance':
      return <BalanceCell settings={settings} beside={beside} />;
    default:
      return assertNever(settings);
  }
}
