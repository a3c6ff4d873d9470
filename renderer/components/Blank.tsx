interface BlankProps {
  /** What is asked, for assistive technology. */
  readonly label: string;
  readonly value: string;
  readonly onChange?: (value: string) => void;
  /** On Enter, and on leaving the field. */
  readonly onCommit?: () => void;
  /** Dashed: nobody has measured or guessed it yet. */
  readonly unmeasured?: boolean;
  readonly numeric?: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}

/** What a learner predicts, written into a petrol-underlined blank; read-only without `onChange`. */
export function Blank({
  label,
  value,
  onChange,
  onCommit,
  unmeasured,
  numeric,
  placeholder,
  autoFocus,
}: BlankProps) {
  if (!onChange) {
    return (
      <span className={`blank${unmeasured ? ' open' : ''}`} role="img" aria-label={`${label}: ${value}`}>
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
      inputMode={numeric ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      style={{ width: `${Math.max(6, (value || (placeholder ?? '')).length + 4)}ch` }}
      // biome-ignore lint/a11y/noAutofocus: only the lesson's first blank asks for it, where typing is the next step
      autoFocus={autoFocus}
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={(event) => event.key === 'Enter' && onCommit?.()}
      onBlur={onCommit}
    />
  );
}
