import type { DatasetView } from '../../../app/contract/datasets.ts';
import { percent } from '../../components/figures.ts';
import type { Tag } from './DatasetBrowser.tsx';

interface DatasetFiguresProps {
  readonly view: DatasetView;
  readonly label: string | null;
  readonly onLabel: (label: string | null) => void;
  readonly onTag: (tag: Tag) => void;
  readonly onTokens: (between: [number, number]) => void;
}

/** Labels, lengths and faults; a bar or a count filters the rows. */
export function DatasetFigures({ view, label, onLabel, onTag, onTokens }: DatasetFiguresProps) {
  const total = view.labels.reduce((sum, { count }) => sum + count, 0);
  const lengths = view.summaries.find(({ id }) => id === 'tokens')?.bins ?? [];
  const most = lengths.reduce((top, { all }) => Math.max(top, all), 0);
  const faults = [
    ['duplicate', view.tagged.duplicate],
    ['near-duplicate', view.tagged['near-duplicate']],
    ['leak', view.tagged.leak],
    ['truncated', view.tagged.truncated],
    ['edited', view.tagged.edited],
  ] as const;
  const skipped = view.splits.flatMap((split) => split.skipped);
  return (
    <>
      {view.labels.length > 0 && <h3>Labels</h3>}
      <ul className="label-bars">
        {view.labels.map(({ label: name, count }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={label === name}
              onClick={() => onLabel(label === name ? null : name)}
            >
              <span className="label-name">{name}</span>
              <i style={{ width: `${(count / total) * 50}%` }} />
              {count} <span className="tertiary">{percent(count / total)}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3>Tokens a row</h3>
      <ul className="length-bars" aria-label="Histogram of tokens a row">
        {lengths.map(({ from, to, all: count }) => (
          <li key={from}>
            <button
              type="button"
              title={`${from} to ${to} tokens: ${count} rows`}
              aria-label={`${from} to ${to} tokens: ${count} rows`}
              onClick={() => onTokens([from, to])}
            >
              <i style={{ height: `${(count / most) * 100}%` }} />
            </button>
          </li>
        ))}
      </ul>
      <p className="length-ends tertiary">
        <span>{lengths[0]?.from}</span>
        <span>{lengths.at(-1)?.to}</span>
      </p>
      {faults.some(([, count]) => count > 0) && <h3>To look at</h3>}
      <p className="faults">
        {faults.map(([tag, count]) =>
          count === 0 ? null : (
            <button key={tag} type="button" className="button small" onClick={() => onTag(tag)}>
              {count} {tag}
            </button>
          ),
        )}
      </p>
      {skipped.map(({ reason, count, first }) => (
        <p key={reason} className="secondary">
          {count} rows were left out with {reason}: {first.join(', ')}
          {count > first.length ? ' and more' : ''}.
        </p>
      ))}
    </>
  );
}
