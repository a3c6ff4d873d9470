interface StackProps {
  /** What the bar's full width stands for. */
  readonly whole: number;
  readonly parts: readonly (readonly [name: string, what: string, size: number, shown: string])[];
  /** Where a mark stands. */
  readonly tick?: number;
}

/** Parts of a whole as a bar of greys, and what each grey is. */
export function Stack({ whole, parts, tick }: StackProps) {
  return (
    <>
      <div className="stack" aria-hidden="true">
        {parts.map(([name, , size], i) => (
          <i key={name} className={`grey-${i + 1}`} style={{ width: `${(size / whole) * 100}%` }} />
        ))}
        {tick !== undefined && <u style={{ left: `${(tick / whole) * 100}%` }} />}
      </div>
      <dl className="stack-parts">
        {parts.map(([name, what, , shown], i) => (
          <div key={name}>
            <dt>
              <i className={`grey-${i + 1}`} aria-hidden="true" />
              {name}
            </dt>
            <dd className="secondary">{what}</dd>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
