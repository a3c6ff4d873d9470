import type { DataRow, RowTag } from '../../../../app/data/browsing/data-row.ts';
import { count } from '../../../components/figures.ts';

interface RowTagsProps {
  readonly row: DataRow;
  readonly maxLength: number;
  readonly onJump: (place: Pick<DataRow, 'source' | 'row'>) => void;
}

/** The rows this one repeats, to go to. */
export function RowTags({ row, onJump }: RowTagsProps) {
  const others = row.tags.flatMap((tag) => {
    const place = placeOf(tag, row);
    return place ? [{ tag, place }] : [];
  });
  return others.map(({ tag, place }) => (
    <button key={tag.kind} type="button" className="button small quiet" onClick={() => onJump(place)}>
      {wordsOf(tag)} {count(place.row + 1)}
    </button>
  ));
}

function placeOf(tag: RowTag, { source }: DataRow): Pick<DataRow, 'source' | 'row'> | null {
  if (tag.kind === 'leak') return { source: tag.source, row: tag.of };
  if (tag.kind === 'duplicate' || tag.kind === 'near-duplicate') return { source, row: tag.of };
  return null;
}

function wordsOf(tag: RowTag): string {
  if (tag.kind === 'leak') return `Same in ${tag.split}: row`;
  if (tag.kind === 'near-duplicate') return 'Nearly row';
  return tag.kind === 'duplicate' && tag.contradicts ? 'Same text, another label: row' : 'Same as row';
}
