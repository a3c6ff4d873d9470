import type { QuestionOf } from '../../../app/lessons/quiz.ts';

interface OptionsInputProps {
  readonly question: QuestionOf<'single'> | QuestionOf<'multiple'>;
  readonly value: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export const LETTERS = 'ABCDEFGH';

/** One or several of a few options, each with its letter. Arrow keys move among one choice, Space ticks several. */
export function OptionsInput({
  question: { id, kind, options, prompt },
  value,
  onChange,
}: OptionsInputProps) {
  const pick = (option: string) => {
    if (kind === 'single') onChange([option]);
    else onChange(value.includes(option) ? value.filter((each) => each !== option) : [...value, option]);
  };
  return (
    <fieldset className="options">
      <legend className="only-read">{prompt}</legend>
      {options.map(({ id: option, text }, i) => (
        <label key={option} className="option pickable">
          <input
            type={kind === 'single' ? 'radio' : 'checkbox'}
            name={id}
            checked={value.includes(option)}
            onChange={() => pick(option)}
          />
          <span className={`letter ${kind === 'multiple' ? 'square' : ''}`} aria-hidden="true">
            {LETTERS[i]}
          </span>
          <span className="say">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
