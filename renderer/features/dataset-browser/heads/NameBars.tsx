import type { ColumnSummary } from '../../../../app/data/browsing/column-summary.ts';
import type { ColumnFilter } from '../../../../app/data/browsing/row-query.ts';
import { entityColour } from '../../../components/entity-colour.ts';
import { count, percent } from '../../../components/figures.ts';
import { rows } from '../filters.ts';
import { LabelMark } from '../LabelMark.tsx';
import { BucketList } from './BucketList.tsx';

/** As many names as a head has lines for. */
export const MOST_LINES = 4;

interface NameBarsProps {
  readonly summary: ColumnSummary;
  readonly filter: ColumnFilter | undefined;
  /** Colours stand for the names. */
  readonly coloured: boolean;
  readonly onToggle: (value: string) => void;
}

/** A few names as lines with their shares, many as upright bars. */
export function NameBars(props: NameBarsProps) {
  const { summary, filter, onToggle } = props;
  const { name, values } = summary;
  const chosen = filter && 'values' in filter ? filter.values : [];
  const lines = summary.id === 'label' && values.length <= MOST_LINES;
  const total = { all: sumOf(values, 'all'), shown: sumOf(values, 'shown') };
  const top = values.reduce((most, { all }) => Math.max(most, all), 1);
  const topShown = values.reduce((most, { shown }) => Math.max(most, shown), 1);
  const names = values.map(({ value }) => value);
  return (
    <BucketList
      label={`${name}: its values`}
      className={lines ? 'share-lines' : 'histogram names'}
      buckets={values.map(({ value, all, shown }) => {
        const selected = chosen.includes(value);
        const kept = chosen.length === 0 || selected;
        return {
          key: value,
          label: `${value}: ${rows(all)}, ${count(shown)} shown`,
          selected,
          drawing: lines ? (
            <>
              {props.coloured ? (
                <i className="swatch" style={{ background: entityColour(value, names) }} />
              ) : (
                <LabelMark label={value} labels={names} />
              )}
              {(props.coloured || names.length > 2) && <span className="cut">{value}</span>}
              <span className="share-track">
                <i
                  className={selected ? 'selected' : ''}
                  style={{ width: percentOf(kept ? shown : 0, total.shown) }}
                />
                <u style={{ left: percentOf(all, total.all) }} />
              </span>
              <span className="share-figure">{percent(total.shown === 0 ? 0 : shown / total.shown, 0)}</span>
            </>
          ) : (
            <>
              <i
                className={selected ? 'all selected' : 'all'}
                style={{ height: `max(1px, ${percentOf(all, top)})` }}
              />
              {!selected && (
                <i
                  className="shown"
                  style={{
                    height: percentOf(shown, topShown),
                    background: props.coloured ? entityColour(value, names) : undefined,
                  }}
                />
              )}
            </>
          ),
        };
      })}
      onPick={(_, index) => onToggle(values[index]!.value)}
    />
  );
}

function sumOf(values: ColumnSummary['values'], key: 'all' | 'shown'): number {
  return values.reduce((sum, value) => sum + value[key], 0);
}

function percentOf(part: number, whole: number): string {
  return `${whole === 0 ? 0 : (100 * part) / whole}%`;
}
