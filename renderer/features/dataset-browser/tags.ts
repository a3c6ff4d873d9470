import { ArrowRightLeft, CircleSlash, Copy, Droplet, type LucideIcon, Pencil, Scissors } from 'lucide-react';
import type { RowTag, TagKind } from '../../../app/data/browsing/data-row.ts';
import { count } from '../../components/figures.ts';

/** In the words of the tables' heads and chips, with the glyph each goes by. */
export const TAGS: Readonly<Record<TagKind, { readonly plural: string; readonly Icon: LucideIcon }>> = {
  duplicate: { plural: 'duplicates', Icon: Copy },
  'near-duplicate': { plural: 'near-duplicates', Icon: ArrowRightLeft },
  leak: { plural: 'leaks', Icon: Droplet },
  truncated: { plural: 'truncated', Icon: Scissors },
  edited: { plural: 'edited', Icon: Pencil },
  'left-out': { plural: 'left out', Icon: CircleSlash },
};

/** The order of the head's lines. */
export const TAG_ORDER: readonly TagKind[] = [
  'duplicate',
  'near-duplicate',
  'leak',
  'truncated',
  'edited',
  'left-out',
];

/** `duplicate of 96`. */
export function tagWords(tag: RowTag, maxLength: number): string {
  switch (tag.kind) {
    case 'leak':
      return `also in ${tag.split}`;
    case 'duplicate':
      return tag.contradicts ? `${count(tag.of + 1)} says otherwise` : `duplicate of ${count(tag.of + 1)}`;
    case 'near-duplicate':
      return `near ${count(tag.of + 1)}`;
    case 'truncated':
      return `truncated at ${maxLength}`;
    case 'edited':
      return 'edited by you';
    case 'left-out':
      return 'left out by you';
  }
}
