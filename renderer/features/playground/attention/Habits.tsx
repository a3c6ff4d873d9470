import type { AttentionHeads } from '../../../../app/contract/inference.ts';

const ROWS = [
  [
    'near',
    'watch themselves or a neighbour: a diagonal',
    'M2 2h3v3h-3zM5 5h3v3h-3zM8 8h3v3h-3zM11 11h3v3h-3zM14 14h3v3h-3zM17 17h3v3h-3z',
  ],
  ['parked', 'park on [CLS] or [SEP]: upright stripes', 'M2 2h3v20h-3zM18 2h3v20h-3z'],
  ['across', 'link words across the two sentences', 'M14 3h3v3h-3zM18 8h3v3h-3zM3 14h3v3h-3zM7 18h3v3h-3z'],
  ['spread', 'spread out: no half of it goes anywhere', 'M3 3h7v7h-7zM13 13h8v8h-8z'],
] as const;

/** How many heads do what: a head's habit is where more than half of its attention goes. */
export function Habits({ heads, isPair }: { readonly heads: AttentionHeads; readonly isPair: boolean }) {
  const all = heads.maps.flat();
  const rows = ROWS.filter(([habit]) => isPair || habit !== 'across');
  return (
    <table className="habits">
      <caption className="only-read">Habits of the heads</caption>
      <tbody>
        {rows.map(([habit, words, path]) => {
          const count = all.filter((head) => head.habit === habit).length;
          return (
            <tr key={habit}>
              <td>
                <svg width="24" height="24" aria-hidden="true">
                  <rect x="0.5" y="0.5" width="23" height="23" />
                  <path d={path} />
                </svg>
              </td>
              <th scope="row">{words}</th>
              <td>
                {count} <span className="tertiary">{count === 1 ? 'head' : 'heads'}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
