import type { ReactNode } from 'react';

type Drawing = 'lesson' | 'curve' | 'rows' | 'blank';

interface EmptyProps {
  readonly title: string;
  readonly drawing?: Drawing;
  readonly children: ReactNode;
}

/** An empty place: what will be here, and what to do to bring it. */
export function Empty({ title, drawing, children }: EmptyProps) {
  return (
    <div className="empty">
      {drawing && <LineDrawing of={drawing} />}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Dashed is what is not there yet; petrol is where it begins. */
function LineDrawing({ of }: { readonly of: Drawing }) {
  const width = 144;
  const height = of === 'lesson' ? 80 : 56;
  return (
    <svg
      className="drawing"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {(of === 'lesson' || of === 'blank') && (
        <>
          <rect className="dashed" x="0.5" y="4.5" width="32" height="18" rx="4" />
          <rect x="38.5" y="4.5" width="20" height="18" rx="4" />
          <rect x="64.5" y="4.5" width="40" height="18" rx="4" />
          <rect x="110.5" y="4.5" width="32" height="18" rx="4" />
          <path className="petrol" d="M4 26h25" />
        </>
      )}
      {of === 'blank' && <path className="dashed" d="M0.5 40.5h32M38.5 40.5h20M64.5 40.5h40" />}
      {(of === 'lesson' || of === 'curve') && (
        <g transform={of === 'lesson' ? 'translate(0 32)' : 'translate(0 4)'}>
          <path d="M0.5 2v42.5h143" />
          <path className="dashed" d="M6 8c18 24 44 29 136 31" />
          {of === 'curve' && <path className="petrol" d="M6 8c4 5 8 10 13 14" />}
        </g>
      )}
      {of === 'rows' && (
        <>
          <path d="M0.5 8.5h143M0.5 24.5h143" />
          <path className="dashed" d="M0.5 40.5h143M28.5 8v44M100.5 8v44" />
          <path className="petrol" d="M4 16h14" />
        </>
      )}
    </svg>
  );
}
