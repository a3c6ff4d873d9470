import { useId } from 'react';

interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  /** Null where nothing is chosen yet. */
  readonly value: Value | null;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  /** Only assistive technology reads the label. */
  readonly hideLabel?: boolean;
}

/** One of a few, all in sight: radio buttons that look like a segmented control. */
export function Choice<Value extends string | number>({
  label,
  value,
  options,
  onChange,
  hideLabel,
}: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className={hideLabel ? 'choice' : 'form-row choice'}>
      <legend className={hideLabel ? 'only-read' : ''}>{label}</legend>
      <div className="segments">
        {options.map(([option, text]) => (
          <label key={option}>
            <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
