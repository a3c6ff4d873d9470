import type { ColumnSummary } from '../../../../app/data/browsing/column-summary.ts';
import type { ColumnFilter } from '../../../../app/data/browsing/row-query.ts';
import { count } from '../../../components/figures.ts';
import { rangeWords, rows } from '../filters.ts';
import { BucketList } from './BucketList.tsx';

interface HistogramProps {
  readonly summary: ColumnSummary;
  readonly filter: ColumnFilter | undefined;
  /** As many bars as the column has room for. */
  readonly most: number;
  /** Above it bars are red. */
  readonly limit: number | null;
  readonly onFilter: (filter: ColumnFilter | null) => void;
}

/** Numbers of a column: wide and faint the whole file, narrow and dark what is shown, each to its own height. */
export function Histogram({ summary, filter, most, limit, onFilter }: HistogramProps) {
  const { id, name, unit } = summary;
  const bins = merged(summary.bins, most);
  const top = { all: highest(bins, 'all'), shown: highest(bins, 'shown') };
  const range = filter && 'from' in filter ? filter : null;
  return (
    <BucketList
      label={`${name}: bars of the whole file and of what is shown`}
      className="histogram"
      buckets={bins.map((bin) => {
        const selected = range !== null && bin.from >= range.from && bin.to <= range.to;
        const over = limit !== null && bin.from > limit;
        return {
          key: String(bin.from),
          label: `${rangeWords(bin, unit)}: ${rows(bin.all)}, ${count(bin.shown)} shown`,
          selected,
          drawing: (
            <>
              <i className={selected ? 'all selected' : 'all'} style={{ height: height(bin.all, top.all) }} />
              {!selected && (
                <i
                  className={over ? 'shown over' : 'shown'}
                  style={{ height: height(bin.shown, top.shown) }}
                />
              )}
            </>
          ),
        };
      })}
      onPick={(a, b) => {
        const from = bins[Math.min(a, b)]!.from;
        const to = bins[Math.max(a, b)]!.to;
        const same = range !== null && range.from === from && range.to === to;
        onFilter(same ? null : { column: id, from, to });
      }}
    />
  );
}

type Bins = ColumnSummary['bins'];

function merged(bins: Bins, most: number): Bins {
  const together = Math.ceil(bins.length / most);
  if (together <= 1) return bins;
  return Array.from({ length: Math.ceil(bins.length / together) }, (_, i) => {
    const group = bins.slice(i * together, (i + 1) * together);
    const sum = (key: 'all' | 'shown') => group.reduce((total, bin) => total + bin[key], 0);
    return { from: group[0]!.from, to: group.at(-1)!.to, all: sum('all'), shown: sum('shown') };
  });
}

function highest(bins: Bins, key: 'all' | 'shown'): number {
  return bins.reduce((top, bin) => Math.max(top, bin[key]), 1);
}

/** What is there at all can be seen. */
function height(value: number, top: number): string {
  return value === 0 ? '0' : `max(1px, ${(100 * value) / top}%)`;
}
