import type { CSSProperties } from 'react';

interface PickCellProps {
  /** What ticking does, with the name of what is ticked. */
  readonly label: string;
  readonly checked: boolean;
  /** A CSS colour, of the lines that ticking draws. */
  readonly color?: string | null | undefined;
  readonly onToggle: () => void;
}

/** The first cell of a row that can be ticked, in the colour the row has on the charts. */
export function PickCell({ label, checked, color, onToggle }: PickCellProps) {
  return (
    <td className="pick">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        style={color ? ({ '--accent': color } as CSSProperties) : undefined}
        onChange={onToggle}
      />
    </td>
  );
}
