import { useId } from 'react';
import {
  LESSON_ARGUMENT_NAMES,
  LESSON_ARGUMENTS,
  type LessonArgument,
} from '../../../../app/lessons/cells/fine-tune.ts';
import { TRAINING_ARGUMENTS } from '../../../../app/training/arguments.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { rate } from '../../../components/figures.ts';
import { Select } from '../../../components/Select.tsx';

export type ChangedArguments = Readonly<Partial<Record<LessonArgument, string>>>;

interface LessonArgumentsProps {
  readonly model: string;
  readonly onModel: (model: string) => void;
  readonly changed: ChangedArguments;
  readonly disabled: boolean;
  readonly onChange: (changed: ChangedArguments) => void;
}

/** What is trained and how: the model and the lesson's six TrainingArguments, each open to change. */
export function LessonArguments({ model, onModel, changed, disabled, onChange }: LessonArgumentsProps) {
  const models = useAnswer('models.list', {});
  const fresh = (models.value ?? []).filter(({ origin }) => origin !== 'run');
  const title = fresh.find(({ id }) => id === model)?.title ?? model;
  const names = Object.keys(changed) as LessonArgument[];
  const [first] = names;
  const detail =
    first === undefined
      ? 'as the lesson has them'
      : names.length === 1
        ? `${first}=${changed[first]}, was ${written(first)}`
        : `${names.length} of ${LESSON_ARGUMENT_NAMES.length} changed`;
  return (
    <Disclosure
      title="Model and TrainingArguments"
      detail={
        <>
          {title}, <span className="mono">{detail}</span>
        </>
      }
    >
      <div className="lesson-arguments">
        <Select
          label="Model"
          value={model}
          disabled={disabled}
          options={fresh.map(({ id: value, title: label, weights }) => ({
            value,
            label,
            detail: weights ?? '',
          }))}
          onChange={onModel}
        />
        {LESSON_ARGUMENT_NAMES.map((name) => (
          <ArgumentField
            key={name}
            name={name}
            value={changed[name]}
            disabled={disabled}
            onChange={(value) => {
              const { [name]: _, ...rest } = changed;
              onChange(value === undefined || value === written(name) ? rest : { ...rest, [name]: value });
            }}
          />
        ))}
      </div>
    </Disclosure>
  );
}

/** The first thing that is wrong with what was typed, in words. */
export function problemIn(changed: ChangedArguments): string | null {
  for (const [name, value] of Object.entries(changed)) {
    const read = TRAINING_ARGUMENTS[name as LessonArgument].read(value);
    if ('problem' in read) return `${name} ${read.problem}.`;
  }
  return null;
}

function written(name: LessonArgument): string {
  const value = LESSON_ARGUMENTS[name];
  return name === 'learning_rate' ? rate(Number(value)) : String(value);
}

interface ArgumentFieldProps {
  readonly name: LessonArgument;
  readonly value: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: string | undefined) => void;
}

function ArgumentField({ name, value, disabled, onChange }: ArgumentFieldProps) {
  const id = useId();
  const read = value === undefined ? null : TRAINING_ARGUMENTS[name].read(value);
  const problem = read && 'problem' in read ? read.problem : null;
  return (
    <div className="lesson-argument">
      <label htmlFor={id} className={value === undefined ? 'mono' : 'mono changed'}>
        {name}
      </label>
      <input
        id={id}
        className="field mono small"
        value={value ?? written(name)}
        disabled={disabled}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {value !== undefined && !disabled ? (
        <button type="button" className="button small quiet" onClick={() => onChange(undefined)}>
          Put back {written(name)}
        </button>
      ) : (
        <span />
      )}
      {problem && (
        <p id={`${id}-problem`} className="lesson-argument-problem">
          {name} {problem}.
        </p>
      )}
    </div>
  );
}
