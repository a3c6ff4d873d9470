interface BlankProps {
  /** What is asked, for assistive technology. */
  readonly label: string;
  readonly value: string;
  readonly onChange?: (value: string) => void;
  /** Dashed: nobody has measured or guessed it yet. */
  readonly unmeasured?: boolean;
  /** A whole number of at most so many digits, or one with a decimal point. */
  readonly number?: { readonly digits: number; readonly decimal?: boolean };
  readonly placeholder?: string;
}

/** What a learner predicts, written into a petrol-underlined blank; read-only without `onChange`. */
export function Blank({ label, value, onChange, unmeasured, number, placeholder }: BlankProps) {
  if (!onChange) {
    return (
      <span
        className={`blank${unmeasured || value === '' ? ' open' : ''}`}
        role="img"
        aria-label={`${label}: ${value || 'no guess'}`}
      >
        {value}
      </span>
    );
  }
  return (
    <input
      className={`blank${unmeasured ? ' open' : ''}`}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      inputMode={number ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      style={{ width: `${Math.max(6, (value || (placeholder ?? '')).length + 4)}ch` }}
      onChange={({ target }) => onChange(number ? typedNumber(target.value, number) : target.value)}
    />
  );
}

function typedNumber(typed: string, { digits, decimal }: NonNullable<BlankProps['number']>): string {
  return typed.replaceAll(decimal ? /[^\d.]/g : /\D/g, '').slice(0, digits);
}
