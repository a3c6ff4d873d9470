import { Fragment } from 'react';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { count } from '../../../components/figures.ts';
import { Marked } from '../../../components/Marked.tsx';
import { Spans } from '../../../components/Spans.tsx';
import { Tag } from '../../../components/Tag.tsx';
import { LabelMark } from '../LabelMark.tsx';
import { TAGS, tagWords } from '../tags.ts';
import type { SheetColumn } from './sheet-columns.ts';

interface SheetCellProps {
  readonly column: SheetColumn;
  readonly row: DataRow;
  readonly search: string;
  readonly maxLength: number;
  /** All labels, or types of entities, of the file. */
  readonly labels: readonly string[];
}

/** What a row has in a column. */
export function SheetCell({ column, row, search, maxLength, labels }: SheetCellProps) {
  switch (column.id) {
    case 'row':
      return count(row.row + 1);
    case 'label':
      return <LabelCell row={row} labels={labels} />;
    case 'text':
      if (row.words) return <Spans words={row.words} types={labels} search={search} />;
      return <Marked text={row.text} search={search} />;
    case 'text_pair':
      return row.textPair === null ? <Missing /> : <Marked text={row.textPair} search={search} />;
    case 'tokens':
      return <span className={row.tokens > maxLength ? 'bad strong' : ''}>{count(row.tokens)}</span>;
    case 'tags':
      return <TagsCell row={row} maxLength={maxLength} />;
    default: {
      const value = row.extra[column.id.slice('extra:'.length)];
      return value === undefined ? <Missing /> : <Marked text={value} search={search} />;
    }
  }
}

function Missing() {
  return <span className="tertiary">empty</span>;
}

function LabelCell({ row, labels }: { readonly row: DataRow; readonly labels: readonly string[] }) {
  if (row.words) {
    const entities = row.words.tags.filter((tag) => tag !== 'O' && !tag.startsWith('I-')).length;
    return entities === 0 ? <span className="tertiary">none</span> : count(entities);
  }
  if (row.labels.length === 0) return <Missing />;
  return (
    <span className="row-labels cut" title={row.labels.join(', ')}>
      {row.labels.map((label, i) => (
        <Fragment key={label}>
          {i > 0 && ', '}
          <LabelMark label={label} labels={labels} />
          {label}
        </Fragment>
      ))}
    </span>
  );
}

/** The gravest tag in words; the open row has all. */
function TagsCell({ row: { tags }, maxLength }: { readonly row: DataRow; readonly maxLength: number }) {
  const [first] = tags;
  if (!first) return null;
  return (
    <span className="row-tags" title={tags.map((tag) => tagWords(tag, maxLength)).join(', ')}>
      <Tag Icon={TAGS[first.kind].Icon} bad={first.kind === 'leak'}>
        {tagWords(first, maxLength)}
      </Tag>
      {tags.length > 1 && <span className="tertiary">+{tags.length - 1}</span>}
    </span>
  );
}
