import { Fragment } from 'react';
import type { Said } from '../../../../app/lessons/said.ts';

/** What the studio says of a result: words under study in italics, figures set apart. */
export function Sentence({ said }: { readonly said: Said }) {
  return said.map((piece, i) =>
    typeof piece === 'string' ? (
      <Fragment key={i}>{piece}</Fragment>
    ) : 'word' in piece ? (
      <em key={i}>{piece.word}</em>
    ) : (
      <span key={i} className="live-figure">
        {piece.figure}
      </span>
    ),
  );
}
