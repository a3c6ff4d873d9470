import { useMemo } from 'react';
import { TAG_KINDS, type TagKind } from '../../../app/data/browsing/data-row.ts';
import type { ColumnFilter, RowQuery } from '../../../app/data/browsing/row-query.ts';
import { type Purpose, useNavigation } from '../../stores/navigation.ts';

export interface BrowseQuery extends RowQuery {
  readonly id: string;
  readonly max_seq_length: number;
}

const DEFAULT_DATASET = 'paraphrase';
export const DEFAULT_LENGTH = 128;

/** What is looked at and how: all of it in the address, so that a reload, Back and a link find it again. */
export function useBrowsing() {
  const purpose = useNavigation((state) => state.purpose);
  const refine = useNavigation((state) => state.refine);
  const query = useMemo(() => queryOf(purpose), [purpose]);
  const change = (next: Partial<BrowseQuery>) =>
    refine(purposeOf({ ...queryOf(useNavigation.getState().purpose), ...next }));
  return { query, change };
}

/** Without what narrows the rows. */
export const UNFILTERED = { search: '', filters: [], tag: null } as const;

export function isFiltered({ search, filters, tag }: BrowseQuery): boolean {
  return search !== '' || filters.length > 0 || tag !== null;
}

function queryOf(purpose: Purpose): BrowseQuery {
  const split = purpose.split === 'train' || purpose.split === 'validation' ? purpose.split : 'all';
  return {
    id: purpose.dataset ?? DEFAULT_DATASET,
    split,
    search: purpose.search ?? '',
    filters: filtersOf(purpose.filters),
    tag: TAG_KINDS.find((kind): kind is TagKind => kind === purpose.tag) ?? null,
    sort: purpose.sort ?? 'row',
    descending: purpose.descending === 'yes',
    max_seq_length: Number(purpose.length) || DEFAULT_LENGTH,
  };
}

/** Only what differs from the default. */
function purposeOf(query: BrowseQuery): Purpose {
  const purpose: Record<string, string> = { dataset: query.id };
  if (query.split !== 'all') purpose.split = query.split;
  if (query.search !== '') purpose.search = query.search;
  if (query.filters.length > 0) purpose.filters = JSON.stringify(query.filters);
  if (query.tag !== null) purpose.tag = query.tag;
  if (query.sort !== 'row') purpose.sort = query.sort;
  if (query.descending) purpose.descending = 'yes';
  if (query.max_seq_length !== DEFAULT_LENGTH) purpose.length = String(query.max_seq_length);
  return purpose;
}

/** An address may have been typed. */
function filtersOf(text: string | undefined): readonly ColumnFilter[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
