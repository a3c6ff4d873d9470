import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Read aloud, and shown on hover. */
  readonly label: string;
  readonly Icon: LucideIcon;
}

/** Only for icons everybody knows: close, more, table. Elsewhere an icon has its word beside it. */
export function IconButton({ label, Icon, className = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}
