import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import {
  DEFAULT_TRAINING_ARGUMENTS,
  TRAINING_ARGUMENTS,
  type TrainingArgumentName,
} from '../../../app/training/arguments.ts';
import { Select } from '../../components/Select.tsx';
import { typedValue } from './recipe-form.ts';

interface ArgumentRowProps {
  readonly name: TrainingArgumentName;
  /** Undefined where the preset has Hugging Face's default. */
  readonly preset: unknown;
  /** What was typed; undefined where it is as the preset has it. */
  readonly typed: string | undefined;
  readonly value: unknown;
  readonly problem: string | null;
  readonly isContradicting: boolean;
  /** A bracket joins it with another. */
  readonly isJoined: boolean;
  readonly onChange: (typed: string | undefined) => void;
}

/** One argument: its name, its field, what the preset has, and Hugging Face's default. */
export function ArgumentRow(props: ArgumentRowProps) {
  const { name, typed, value, problem, isContradicting, isJoined, onChange } = props;
  const id = useId();
  const { kind, choices, nullable, help, default: standard } = TRAINING_ARGUMENTS[name];
  const preset = props.preset === undefined ? DEFAULT_TRAINING_ARGUMENTS[name] : props.preset;
  const isChanged = typed !== undefined;
  const put = (next: string) => onChange(next === typedValue(preset) ? undefined : next);
  const options =
    kind === 'boolean'
      ? ['True', 'False', ...(nullable ? ['none'] : [])]
      : kind === 'choice'
        ? choices
        : null;
  const isBad = problem !== null || isContradicting;
  const nameClass = `mono${isChanged ? ' changed' : ''}`;
  return (
    <div className={`argument${isJoined ? ' joined' : ''}${isBad ? ' bad' : ''}`}>
      {options ? (
        <span className={nameClass} title={help}>
          {name}
        </span>
      ) : (
        <label htmlFor={id} className={nameClass} title={help}>
          {name}
        </label>
      )}
      {options ? (
        <Select
          mono
          hideLabel
          label={name}
          value={typedValue(value)}
          options={options.map((option) => ({ value: option, label: option }))}
          onChange={put}
        />
      ) : (
        <input
          id={id}
          className="field mono"
          spellCheck={false}
          autoComplete="off"
          value={typed ?? typedValue(preset)}
          aria-invalid={isBad}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={({ target }) => put(target.value)}
        />
      )}
      <span className="mono secondary">
        {typedValue(preset)}{' '}
        {isChanged && (
          <button type="button" className="link" onClick={() => onChange(undefined)}>
            Put back<span className="only-read"> {name}</span>
          </button>
        )}
      </span>
      <span className="mono tertiary">{typedValue(standard)}</span>
      {problem && (
        <p id={`${id}-problem`} className="argument-problem" role="alert">
          <TriangleAlert size={14} aria-hidden="true" /> {problem}
        </p>
      )}
    </div>
  );
}
