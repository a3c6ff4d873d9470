import type { ReactNode } from 'react';

interface CodeRegionProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Preformatted text that scrolls, by keyboard too. */
export function CodeRegion({ label, className = '', children }: CodeRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={`code-region ${className}`} aria-label={label} tabIndex={0}>
      <pre>{children}</pre>
    </section>
  );
}
