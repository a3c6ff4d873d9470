import { CircleDashed, type LucideIcon, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DatasetView } from '../../../../app/contract/datasets.ts';
import { count, figure } from '../../../components/figures.ts';
import { type BrowseQuery, UNFILTERED } from '../browsing.ts';
import { TAGS } from '../tags.ts';

interface Note {
  readonly key: string;
  readonly title: string;
  readonly Icon: LucideIcon;
  readonly bad?: boolean;
  readonly text: ReactNode;
  readonly actions: readonly NoteAction[];
}

export type NoteAction =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly change: Partial<BrowseQuery> };

/** Above it one of two labels is so common that always giving it looks like a model. */
const LOPSIDED = 0.6;
/** With more labels: as many times its fair share. */
const LOPSIDED_TIMES = 1.5;

/** What to know before training on what is looked at, in plain words, the gravest first. */
export function notesOf(view: DatasetView, query: BrowseQuery): readonly Note[] {
  return [
    leaks(view),
    lopsided(view),
    truncated(view, query),
    repeated(view),
    ...unusable(view),
    leftOut(view),
    edited(view),
  ].filter((note) => note !== null);
}

function lopsided({ majority, labels, columns, id }: DatasetView): Note | null {
  if (!majority || labels.length < 2) return null;
  if (columns.task === 'token-classification') return mostlyOutside(majority);
  const fair = labels.length === 2 ? LOPSIDED : Math.min(0.9, LOPSIDED_TIMES / labels.length);
  if (majority.accuracy < fair) return null;
  const unit = columns.textPair === null ? 'rows' : 'pairs';
  const f1 = labels.length === 2 ? ` and ${figure(majority.f1, 2)} F1` : '';
  return {
    key: 'lopsided',
    title: 'Lopsided labels',
    Icon: Scale,
    text: `${Math.round(100 * majority.accuracy)} of 100 ${unit} say ${majority.label}. A model that always says so scores ${figure(majority.accuracy, 2)} accuracy${f1}. That is the bar to clear, not ${figure(1 / labels.length, 2)}.`,
    actions: [
      {
        label: 'Weigh the classes',
        href: `#train?${new URLSearchParams({ dataset: id, class_weights: 'balanced' })}`,
      },
    ],
  };
}

function mostlyOutside({ label, accuracy }: NonNullable<DatasetView['majority']>): Note | null {
  if (label !== 'O') return null;
  return {
    key: 'lopsided',
    title: 'Most words are no entity',
    Icon: Scale,
    text: `${Math.round(100 * accuracy)} of 100 words are outside every entity, so ${figure(accuracy, 2)} accuracy says nothing. Judge by F1 over whole entities.`,
    actions: [],
  };
}

function leaks({ tagged, columns, division }: DatasetView): Note | null {
  const n = tagged.leak;
  if (n === 0) return null;
  const unit = columns.textPair === null ? 'rows' : 'pairs';
  const made = division === null ? '' : ' Repeated rows came apart when the file was divided.';
  return {
    key: 'leak',
    title: `${count(n)} ${n === 1 ? 'leak' : 'leaks'}`,
    Icon: TAGS.leak.Icon,
    bad: true,
    text: `These ${unit} stand in training and in validation. The score will flatter the model.${made}`,
    actions: [{ label: 'Show them', change: { ...UNFILTERED, tag: 'leak' } }],
  };
}

function truncated({ tagged, fitting }: DatasetView, { max_seq_length }: BrowseQuery): Note | null {
  if (tagged.truncated === 0) return null;
  const left = fitting && fitting.tooLong > 0 ? `all but ${count(fitting.tooLong)}` : 'all';
  const better = fitting && fitting.length > max_seq_length;
  return {
    key: 'truncated',
    title: `${count(tagged.truncated)} truncated`,
    Icon: TAGS.truncated.Icon,
    text: `Longer than ${max_seq_length} tokens, so their ends are never read.${better ? ` ${fitting.length} would hold ${left}.` : ''}`,
    actions: [
      { label: 'Show them', change: { ...UNFILTERED, tag: 'truncated' } },
      ...(better ? [{ label: `Look at ${fitting.length}`, change: { max_seq_length: fitting.length } }] : []),
    ],
  };
}

function repeated({ tagged, contradictions }: DatasetView): Note | null {
  const { duplicate, 'near-duplicate': near } = tagged;
  if (duplicate + near === 0) return null;
  const titles = [
    ...(duplicate > 0 ? [`${count(duplicate)} ${duplicate === 1 ? 'duplicate' : 'duplicates'}`] : []),
    ...(near > 0 ? [`${count(near)} ${near === 1 ? 'near-duplicate' : 'near-duplicates'}`] : []),
  ];
  const against =
    contradictions > 0 ? ` ${count(contradictions)} of them with another label than the first.` : '';
  return {
    key: 'duplicate',
    title: titles.join(', '),
    Icon: TAGS.duplicate.Icon,
    text: `Tagged and kept. Each counts twice in training.${against}`,
    actions: [
      ...(duplicate > 0
        ? [{ label: 'Show them', change: { ...UNFILTERED, tag: 'duplicate' as const } }]
        : []),
      ...(near > 0
        ? [
            {
              label: duplicate > 0 ? 'Show the near ones' : 'Show them',
              change: { ...UNFILTERED, tag: 'near-duplicate' as const },
            },
          ]
        : []),
    ],
  };
}

function unusable({ splits }: DatasetView): readonly Note[] {
  return splits.flatMap(({ skipped }) =>
    skipped.map(({ reason, count: n, first }): Note => {
      const more = n > first.length ? ' and more' : '';
      return {
        key: `left out ${reason}`,
        title: `${count(n)} ${n === 1 ? 'row' : 'rows'} left out`,
        Icon: CircleDashed,
        text: `They have ${reason}: ${first.join(', ')}${more}.`,
        actions: [],
      };
    }),
  );
}

function leftOut({ tagged, columns }: DatasetView): Note | null {
  const n = tagged['left-out'];
  if (n === 0) return null;
  const unit = columns.textPair === null ? (n === 1 ? 'row' : 'rows') : n === 1 ? 'pair' : 'pairs';
  return {
    key: 'left-out',
    title: `${count(n)} ${unit} left out by you`,
    Icon: TAGS['left-out'].Icon,
    text: 'Neither learnt from nor judged on; leaks, repeats and the balance of the labels are told without them. The file stays as it is.',
    actions: [{ label: 'Show them', change: { ...UNFILTERED, tag: 'left-out' } }],
  };
}

function edited({ tagged }: DatasetView): Note | null {
  const n = tagged.edited;
  if (n === 0) return null;
  return {
    key: 'edited',
    title: `${count(n)} ${n === 1 ? 'label' : 'labels'} edited`,
    Icon: TAGS.edited.Icon,
    text: 'Kept beside the file, which stays as it is. Training uses yours.',
    actions: [{ label: 'Show them', change: { ...UNFILTERED, tag: 'edited' } }],
  };
}
