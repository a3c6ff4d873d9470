import { type InputHTMLAttributes, useId } from 'react';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string | number;
  readonly onChange: (value: string) => void;
  /** What is typed is what a program reads: in its face, and not corrected. */
  readonly mono?: boolean;
  /** It takes the room that its neighbours leave. */
  readonly grow?: boolean;
}

/** A line to type into, with its name above. */
export function TextField({ label, value, onChange, mono, grow, className, ...rest }: TextFieldProps) {
  const id = useId();
  const classes = ['field', mono && 'mono', className].filter(Boolean).join(' ');
  return (
    <div className={grow ? 'labelled grow' : 'labelled'}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        spellCheck={!mono}
        {...rest}
        id={id}
        className={classes}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
