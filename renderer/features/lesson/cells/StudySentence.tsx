import { type KeyboardEvent, useRef } from 'react';
import type { SentenceWord } from '../../../../app/lessons/cells/hide-a-word.ts';

interface StudySentenceProps {
  readonly sentence: string;
  readonly words: readonly SentenceWord[];
  readonly hidden: number;
  readonly rightGone: boolean;
  readonly guess: string;
  readonly autoFocus: boolean;
  readonly onGuess: (text: string) => void;
  readonly onAnswer: () => void;
  readonly onHide: (index: number) => void;
}

/**
 * The sentence with its blank. Every other word hides itself instead when it is selected; by keyboard the arrows move
 * the blank while nothing is written in it.
 */
export function StudySentence({
  sentence,
  words,
  hidden,
  rightGone,
  guess,
  autoFocus,
  onGuess,
  onAnswer,
  onHide,
}: StudySentenceProps) {
  const input = useRef<HTMLInputElement>(null);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onAnswer();
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || guess !== '') return;
    event.preventDefault();
    const next = hidden + step;
    if (next >= 0 && next < words.length) onHide(next);
  };
  const gapAfter = (index: number) =>
    sentence.slice(words[index]!.end, words[index + 1]?.start ?? sentence.length);
  return (
    <p className="study">
      {sentence.slice(0, words[0]!.start)}
      {words.map(({ text }, index) => {
        const gone = rightGone && index > hidden;
        const isLast = index === words.length - 1;
        if (index === hidden) {
          return (
            <span key="blank">
              <input
                ref={input}
                className="blank"
                aria-label="Your guess for the hidden word"
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                style={{ width: `${Math.max(7, guess.length + 4)}ch` }}
                // biome-ignore lint/a11y/noAutofocus: the lesson opens with this question
                autoFocus={autoFocus}
                value={guess}
                onChange={({ target }) => onGuess(target.value)}
                onKeyDown={press}
              />
              {gapAfter(index)}
            </span>
          );
        }
        return (
          <span key={index}>
            <span className={gone ? 'gone' : undefined}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: the blank's arrows do the same by keyboard */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the blank's arrows do the same by keyboard */}
              <span
                className="hideable"
                onClick={() => {
                  onHide(index);
                  input.current?.focus();
                }}
              >
                {text}
              </span>
              {!isLast && gapAfter(index)}
            </span>
            {isLast && gapAfter(index)}
          </span>
        );
      })}
    </p>
  );
}
