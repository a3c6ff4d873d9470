import { useId, useState } from 'react';
import {
  TRAINING_ARGUMENT_NAMES,
  TRAINING_ARGUMENTS,
  type TrainingArgumentName,
  type TrainingArguments,
} from '../../../app/training/arguments.ts';

/** Where a run lies is the studio's business, and metrics of every step are always recorded. */
const HIDDEN: ReadonlySet<TrainingArgumentName> = new Set(['output_dir']);

interface AdvancedArgumentsProps {
  readonly defaults: Partial<TrainingArguments>;
  readonly changed: Readonly<Record<string, string>>;
  readonly onChange: (changed: Readonly<Record<string, string>>) => void;
}

/** Every TrainingArgument, made from the table that the command line reads too. */
export function AdvancedArguments({ defaults, changed, onChange }: AdvancedArgumentsProps) {
  const names = TRAINING_ARGUMENT_NAMES.filter((name) => !HIDDEN.has(name));
  const count = Object.keys(changed).length;
  const [isOpen, setOpen] = useState(count > 0);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        TrainingArguments{' '}
        <span className="tertiary">
          {names.length} settings, {count === 0 ? 'all as the preset has them' : `${count} changed`}
        </span>
      </summary>
      <div className="arguments">
        {names.map((name) => (
          <ArgumentRow
            key={name}
            name={name}
            preset={defaults[name] ?? TRAINING_ARGUMENTS[name].default}
            value={changed[name]}
            onChange={(value) => {
              const { [name]: _, ...rest } = changed;
              onChange(value === undefined ? rest : { ...rest, [name]: value });
            }}
          />
        ))}
      </div>
    </details>
  );
}

interface ArgumentRowProps {
  readonly name: TrainingArgumentName;
  readonly preset: unknown;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function ArgumentRow({ name, preset, value, onChange }: ArgumentRowProps) {
  const id = useId();
  const { help, read } = TRAINING_ARGUMENTS[name];
  const reading = value === undefined ? null : read(value);
  const problem = reading && 'problem' in reading ? reading.problem : null;
  return (
    <div className="argument">
      <label htmlFor={id} className={value === undefined ? 'mono' : 'mono changed'}>
        {name}
      </label>
      <input
        id={id}
        className="field mono"
        value={value ?? ''}
        placeholder={preset === null ? 'none' : String(preset)}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
      />
      <p id={`${id}-help`} className={problem ? 'problem' : 'tertiary'}>
        {problem ? `${name} ${problem}.` : help}
      </p>
    </div>
  );
}
