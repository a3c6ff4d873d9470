import { percent } from './figures.ts';

/** Names with their shares, the first one darkest. */
export function ShareBars({
  rows,
}: {
  readonly rows: readonly { readonly name: string; readonly share: number }[];
}) {
  return (
    <table className="share-bars">
      <tbody>
        {rows.map(({ name, share }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <span>
                <i style={{ width: `${share * 100}%` }} />
              </span>
            </td>
            <td>{percent(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
