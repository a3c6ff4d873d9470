import { useMemo } from 'react';
import type { TokenRow } from '../../../../app/contract/inference.ts';
import { percent } from '../../../components/figures.ts';
import { isSign } from './HeadMap.tsx';

const SHOWN = 7;

interface InWordsProps {
  readonly tokens: readonly TokenRow[];
  readonly weights: readonly (readonly number[])[];
}

/** The strongest links as a table, and what not to conclude from them. */
export function InWords({ tokens, weights }: InWordsProps) {
  const links = useMemo(() => strongestLinks(tokens, weights), [tokens, weights]);
  const shareOn = (wanted: RegExp) => {
    const columns = tokens.flatMap(({ token }, i) => (wanted.test(token) ? [i] : []));
    return weights.reduce((sum, row) => sum + columns.reduce((s, i) => s + row[i]!, 0), 0) / weights.length;
  };
  const onSigns = shareOn(/^\[(CLS|SEP)\]$/);
  const onStops = shareOn(/^[.,]$/);
  return (
    <>
      <table className="links">
        <caption className="only-read">Strongest links between words</caption>
        <tbody>
          {links.map(({ from, to, weight }) => (
            <tr key={`${from}-${to}`}>
              <th scope="row">{tokens[from]!.token}</th>
              <td>to</td>
              <td className="mono">{tokens[to]!.token}</td>
              <td>{percent(weight, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="warn">
        <b>{percent(onSigns, 0)}</b> of this head’s attention rests on [CLS] and [SEP],{' '}
        <b>{percent(onStops, 0)}</b> on full stops and commas.{' '}
        {onSigns + onStops > 0.2
          ? 'Heads go there when they have nothing to add, so a strong stripe is not an insight.'
          : 'Heads that have nothing to add go there; this one has little of that.'}
      </p>
      <p className="warn">
        Where a head looks is not why the model answered. To test a link, take the word away above and see
        whether the answer moves.
      </p>
    </>
  );
}

/** Between words, signs left out. */
function strongestLinks(tokens: InWordsProps['tokens'], weights: InWordsProps['weights']) {
  const words = tokens.flatMap((token, i) => (isSign(token) ? [] : [i]));
  // The strongest of each row are enough to find the strongest of all.
  return words
    .flatMap((from) =>
      words
        .map((to) => ({ from, to, weight: weights[from]![to]! }))
        .sort((a, b) => b.weight - a.weight)
        .slice(0, SHOWN),
    )
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SHOWN);
}
