import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface DisclosureProps {
  readonly title: ReactNode;
  /** Quieter words after the title: what is folded away. */
  readonly detail?: ReactNode;
  readonly children: ReactNode;
  readonly defaultOpen?: boolean;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A chevron and a title; the rest folds out below. */
export function Disclosure({ title, detail, children, ...state }: DisclosureProps) {
  return (
    <Collapsible.Root className="fold" {...state}>
      <Collapsible.Trigger className="fold-title">
        <ChevronRight size={16} aria-hidden="true" />
        <b>{title}</b>
        {detail && <span>{detail}</span>}
      </Collapsible.Trigger>
      <Collapsible.Panel className="fold-body">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
