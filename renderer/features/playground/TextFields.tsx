import { type KeyboardEvent, useId } from 'react';
import type { Look } from './try-state.ts';

interface TextFieldsProps {
  readonly look: Exclude<Look, 'lines'>;
  readonly text: string;
  readonly pair: string;
  readonly onText: (text: string) => void;
  readonly onPair: (pair: string) => void;
  /** Asks at once, without waiting for the text to rest. */
  readonly onAsk: () => void;
}

const WORDS = {
  classify: 'First sentence',
  entities: 'Text',
  fill: 'Text with [MASK] where a word is hidden',
};

/** What is asked about, in the face that the studio reads in. */
export function TextFields({ look, text, pair, onText, onPair, onAsk }: TextFieldsProps) {
  const id = useId();
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onAsk();
  };
  return (
    <div className={`text-fields${look === 'classify' ? '' : ' single'}`}>
      <div className="labelled">
        <label className="label" htmlFor={`${id}-text`}>
          {WORDS[look]}
        </label>
        <textarea
          id={`${id}-text`}
          className="field asked-text"
          rows={1}
          dir="auto"
          value={text}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={press}
        />
      </div>
      {look === 'classify' && (
        <div className="labelled">
          <label className="label" htmlFor={`${id}-pair`}>
            Second sentence <span className="tertiary">left empty where the model reads one text</span>
          </label>
          <textarea
            id={`${id}-pair`}
            className="field asked-text"
            rows={1}
            dir="auto"
            value={pair}
            onChange={({ target }) => onPair(target.value)}
            onKeyDown={press}
          />
        </div>
      )}
    </div>
  );
}
