import type { TagKind } from '../../../../app/data/browsing/data-row.ts';
import { count } from '../../../components/figures.ts';
import { TAG_ORDER, TAGS } from '../tags.ts';
import { BucketList } from './BucketList.tsx';

interface TagCountsProps {
  readonly tagged: Readonly<Record<TagKind, number>>;
  readonly tag: TagKind | null;
  readonly onTag: (tag: TagKind | null) => void;
}

/** How many rows have each tag; clicking one shows them. */
export function TagCounts({ tagged, tag, onTag }: TagCountsProps) {
  const kinds = TAG_ORDER.filter((kind) => tagged[kind] > 0);
  if (kinds.length === 0) return <span className="head-note">none</span>;
  return (
    <BucketList
      label="tags: rows that have them"
      className="tag-counts"
      buckets={kinds.map((kind) => ({
        key: kind,
        label: `${count(tagged[kind])} ${TAGS[kind].plural}`,
        selected: tag === kind,
        drawing: (
          <>
            <b className={kind === 'leak' ? 'bad' : ''}>{count(tagged[kind])}</b> {TAGS[kind].plural}
          </>
        ),
      }))}
      onPick={(_, index) => onTag(tag === kinds[index]! ? null : kinds[index]!)}
    />
  );
}
