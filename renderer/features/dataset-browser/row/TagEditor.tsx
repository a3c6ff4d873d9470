import { type KeyboardEvent, useId, useState } from 'react';
import { areIob2, withEntity } from '../../../../app/data/browsing/entities.ts';
import { entityColour } from '../../../components/entity-colour.ts';
import type { RowEditorProps } from './LabelEditor.tsx';

/** Words to choose, one or a run of them, and what they are to be. Arrows choose, with Shift they reach further. */
export function TagEditor({ row, labels: types, onEdit }: RowEditorProps) {
  const id = useId();
  const [{ at, end }, setChosen] = useState({ at: 0, end: 0 });
  const { tokens, tags } = row.words!;
  const [from, to] = [Math.min(at, end), Math.max(at, end)];
  const choose = (word: number, isReaching: boolean) => {
    const next = Math.min(Math.max(word, 0), tokens.length - 1);
    setChosen((before) => ({ at: isReaching ? before.at : next, end: next }));
  };
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: end - 1,
      ArrowRight: end + 1,
      Home: 0,
      End: tokens.length - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next, event.shiftKey);
  };
  const mark = (type: string | null) => {
    const next = withEntity(tags, from, to, type);
    const file = row.fileLabels ?? tags;
    onEdit(row, { label: next.join('\n') === file.join('\n') ? null : next });
    setChosen({ at: to, end: to });
  };
  return (
    <div className="token-line tag-editor">
      <span id={`${id}-name`}>tags</span>
      <div>
        <div
          role="listbox"
          aria-multiselectable="true"
          aria-labelledby={`${id}-name`}
          aria-activedescendant={`${id}-${end}`}
          tabIndex={0}
          className="tagged-words"
          onKeyDown={press}
        >
          {tokens.map((word, i) => (
            <span
              key={i}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i >= from && i <= to}
              className="tagged-word"
              style={colourOf(tags[i]!, types)}
              onClick={({ shiftKey }) => choose(i, shiftKey)}
            >
              {word} <small>{tags[i]}</small>
            </span>
          ))}
        </div>
        <div className="mark-as">
          <span className="secondary">
            Make {from === to ? `“${tokens[from]}”` : `“${tokens[from]} … ${tokens[to]}”`}
          </span>
          {types.map((type) => (
            <button key={type} type="button" className="button small" onClick={() => mark(type)}>
              {type}
            </button>
          ))}
          {areIob2(tags) && (
            <button type="button" className="button small" onClick={() => mark(null)}>
              no entity
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

function colourOf(tag: string, types: readonly string[]) {
  const type = tag.replace(/^[BI]-/, '');
  return types.includes(type)
    ? ({ '--entity': entityColour(type, types) } as React.CSSProperties)
    : undefined;
}
