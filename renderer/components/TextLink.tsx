import type { ReactNode } from 'react';

/**
 * A link of a text that others may have written: within the studio, or to a page that opens beside it and learns nothing
 * of where it was clicked. Anything else stays words.
 */
export function TextLink({ href = '', children }: { readonly href?: string; readonly children?: ReactNode }) {
  if (href.startsWith('#')) return <a href={href}>{children}</a>;
  if (!/^https:\/\//i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
