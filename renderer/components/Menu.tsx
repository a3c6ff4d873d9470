import { Menu as Base } from '@base-ui/react/menu';
import { ChevronDown, Ellipsis, type LucideIcon } from 'lucide-react';
import { Kbd } from './Kbd.tsx';

interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly Icon?: LucideIcon;
  /** A shortcut, as `Kbd` writes it. */
  readonly keys?: string;
  readonly disabled?: boolean;
}

interface MenuProps {
  readonly label: string;
  /** `separator` draws a line. */
  readonly items: readonly (MenuItem | 'separator')[];
  /** Three dots instead of the label and a chevron. */
  readonly dots?: boolean;
  readonly small?: boolean;
}

/** Actions in a list that opens. */
export function Menu({ label, items, dots, small }: MenuProps) {
  return (
    <Base.Root modal={false}>
      {dots ? (
        <Base.Trigger className="icon-button" aria-label={label} title={label}>
          <Ellipsis size={16} aria-hidden="true" />
        </Base.Trigger>
      ) : (
        <Base.Trigger className={`button${small ? ' small' : ''}`}>
          {label}
          <ChevronDown size={16} aria-hidden="true" />
        </Base.Trigger>
      )}
      <Base.Portal>
        <Base.Positioner className="layer" sideOffset={4} align="end">
          <Base.Popup className="popup">
            {items.map((item, i) =>
              item === 'separator' ? (
                <Base.Separator key={i} className="popup-line" />
              ) : (
                <Base.Item
                  key={item.label}
                  className="popup-item plain"
                  disabled={item.disabled}
                  onClick={item.onSelect}
                >
                  {item.Icon && <item.Icon size={16} aria-hidden="true" />}
                  <span className="popup-words">{item.label}</span>
                  {item.keys && <Kbd keys={item.keys} />}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
