import type { WordLabel } from '../../../app/contract/inference.ts';
import { entityColour, entityTypes } from '../../components/entity-colour.ts';
import { percent } from '../../components/figures.ts';
import { spansOf } from './entity-spans.ts';

interface EntitiesProps {
  readonly labels: readonly string[];
  readonly words: readonly WordLabel[];
}

/** The text with its names underlined in the colour of their kind, the kind written below each. */
export function Entities({ labels, words }: EntitiesProps) {
  const types = entityTypes(labels);
  const spans = spansOf(words);
  const cut = words.filter(({ label }) => label === null).length;
  const found = spans.filter(({ type }) => type !== null).length;
  return (
    <>
      <p className="entities">
        {spans.map(({ type, start, words: inside, score }) => {
          const text = inside.map(({ word }) => word).join(' ');
          if (type === null) return <span key={start}>{text} </span>;
          return (
            <span
              key={start}
              className="found-entity"
              style={{ '--entity': entityColour(type, types) } as React.CSSProperties}
            >
              <span>{text}</span>
              <small>
                {type} {percent(score, 0)}
              </small>
            </span>
          );
        })}
      </p>
      <p className="side-words">
        {found === 0 ? 'No word is taken for a name.' : `${found} ${found === 1 ? 'name' : 'names'} found.`}
        {cut > 0 && ` The last ${cut} words were not read: the text is longer than the model can read.`}
      </p>
    </>
  );
}
