import { Fragment } from 'react';
import type { DataRow } from '../../app/data/browsing/data-row.ts';
import { entitySpans } from '../../app/data/browsing/entities.ts';
import { entityColour } from './entity-colour.ts';
import { Marked } from './Marked.tsx';
import './spans.css';

interface SpansProps {
  readonly words: NonNullable<DataRow['words']>;
  readonly types: readonly string[];
  /** What was searched for is marked. */
  readonly search?: string;
}

/** A sentence with its entities underlaid, each with its type. */
export function Spans({ words: { tokens, tags }, types, search = '' }: SpansProps) {
  const entities = entitySpans(tags);
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const { type, from, to } of entities) {
    if (from > at)
      parts.push(<Marked key={at} text={`${tokens.slice(at, from).join(' ')} `} search={search} />);
    parts.push(
      <Fragment key={`e${from}`}>
        <span className="entity" style={{ '--entity': entityColour(type, types) } as React.CSSProperties}>
          <Marked text={tokens.slice(from, to).join(' ')} search={search} /> <small>{type}</small>
        </span>{' '}
      </Fragment>,
    );
    at = to;
  }
  return [...parts, <Marked key={at} text={tokens.slice(at).join(' ')} search={search} />];
}
