import type { ViewedToken } from '../../../../app/data/browsing/token-view.ts';
import { entityColour } from '../../../components/entity-colour.ts';

interface TokenLineProps {
  readonly name: string;
  /** In full, to be read; null where it stands elsewhere. */
  readonly text: string | null;
  readonly tokens: readonly ViewedToken[];
  /** Types of entities of the file. */
  readonly types: readonly string[];
}

/** One text and its tokens with their ids: special ones dashed, shared ones tinted, lost ones struck out. */
export function TokenLine({ name, text, tokens, types }: TokenLineProps) {
  const firstCut = tokens.findIndex(({ cut }) => cut);
  return (
    <div className="token-line">
      <span className="cut" title={name}>
        {name}
      </span>
      {text !== null && <p dir="auto">{text}</p>}
      <div className="token-list">
        {tokens.map((each, i) => (
          <span key={i} className="token-place">
            {i === firstCut && <span className="cut-here">cut here</span>}
            <span
              className={classOf(each)}
              title={wordsOf(each)}
              style={
                each.entity === null
                  ? undefined
                  : ({ '--entity': entityColour(each.entity, types) } as React.CSSProperties)
              }
            >
              <b>{each.token}</b>
              <small>{each.id}</small>
            </span>
          </span>
        ))}
      </div>
    </div>
  );
}

function classOf({ special, shared, cut, entity, token }: ViewedToken): string {
  const names = ['token'];
  if (special) names.push('special');
  if (shared) names.push('shared');
  if (cut) names.push('lost');
  if (entity !== null) names.push('of-entity');
  if (token.startsWith('##')) names.push('goes-on');
  return names.join(' ');
}

function wordsOf({ shared, cut, entity }: ViewedToken): string | undefined {
  const words = [
    ...(shared ? ['in both texts'] : []),
    ...(entity === null ? [] : [`part of ${entity}`]),
    ...(cut ? ['cut off, never read'] : []),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}
