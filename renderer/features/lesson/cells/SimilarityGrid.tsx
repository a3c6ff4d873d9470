interface SimilarityGridProps {
  readonly title: string;
  /** [sentences][sentences]; null while nothing is measured. */
  readonly values: readonly (readonly number[])[] | null;
  readonly count: number;
}

/** Cosines between sentences in pairs, darker where they are more alike. */
export function SimilarityGrid({ title, values, count }: SimilarityGridProps) {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return (
    <table className="similarity">
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          {numbers.map((i) => (
            <th key={i} scope="col">
              {i + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {numbers.map((row) => (
          <tr key={row}>
            <th scope="row">{row + 1}</th>
            {numbers.map((column) => {
              if (column > row) return <td key={column} />;
              const value = values?.[row]?.[column];
              if (value === undefined) {
                return (
                  <td key={column}>
                    <span className="slot" />
                    <span className="only-read">not measured yet</span>
                  </td>
                );
              }
              return (
                <td key={column} className={row === column ? 'self' : undefined}>
                  <i style={{ width: `${Math.max(0, value) * 100}%` }} />
                  <span>{value.toFixed(2)}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
