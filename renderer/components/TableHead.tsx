/** A column's name, empty above the names of rows; and the class that its cells have too. */
export type Column = string | readonly [name: string, className: string];

interface TableHeadProps {
  readonly columns: readonly Column[];
  /** What ticking a row does, where rows can be ticked: read out, not shown. */
  readonly pick?: string;
}

/** The names of a table's columns, in one row. */
export function TableHead({ columns, pick }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {pick && (
          <th scope="col" className="pick">
            <span className="only-read">{pick}</span>
          </th>
        )}
        {columns.map((column, i) => {
          const [name, className] = typeof column === 'string' ? [column] : column;
          if (name === '') return <td key={i} />;
          return (
            <th key={i} scope="col" className={className}>
              {name}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
