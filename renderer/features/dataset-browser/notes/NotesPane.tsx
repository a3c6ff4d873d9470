import { Play } from 'lucide-react';
import type { DatasetSummary, DatasetView } from '../../../../app/contract/datasets.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { percent } from '../../../components/figures.ts';
import { Select } from '../../../components/Select.tsx';
import { type BrowseQuery, DEFAULT_LENGTH } from '../browsing.ts';
import { type NoteAction, notesOf } from './notes.ts';
import './notes.css';

const LENGTHS = [32, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512];

interface NotesPaneProps {
  readonly card: DatasetSummary | null;
  readonly view: DatasetView | null;
  readonly query: BrowseQuery;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
}

/** What to know of the data before training on it, how it is read, and its card. */
export function NotesPane({ card, view, query, onChange }: NotesPaneProps) {
  const notes = view ? notesOf(view, query) : [];
  const lengths = [...new Set([...LENGTHS, query.max_seq_length])].sort((a, b) => a - b);
  const train = new URLSearchParams({ dataset: query.id });
  if (query.max_seq_length !== DEFAULT_LENGTH) train.set('max_seq_length', String(query.max_seq_length));
  return (
    <>
      <header className="bar notes-bar">
        <h2>Before you train on this</h2>
      </header>
      <div className="scroll notes">
        {view && notes.length === 0 && (
          <p className="secondary">
            No label outweighs the others, no row repeats another, none stands in both splits, and all fit
            into {query.max_seq_length} tokens.
          </p>
        )}
        <ul>
          {notes.map(({ key, title, Icon, bad, text, actions }) => (
            <li key={key}>
              <h3 className={bad ? 'bad' : ''}>
                <Icon size={16} aria-hidden="true" />
                {title}
              </h3>
              <p>{text}</p>
              {actions.length > 0 && (
                <p className="note-actions">
                  {actions.map((action) => (
                    <Action key={action.label} action={action} onChange={onChange} />
                  ))}
                </p>
              )}
            </li>
          ))}
        </ul>
        {view && (
          <section className="notes-part" aria-label="How it is read">
            <Select
              label="max_seq_length"
              small
              value={query.max_seq_length}
              options={lengths.map((value) => ({ value, label: `${value} tokens` }))}
              onChange={(max_seq_length) => onChange({ max_seq_length })}
            />
            <p className="secondary">
              Tokens are counted by the tokenizer of {view.tokenizer}. {divisionWords(view)}
            </p>
            <a className="button small" href={`#train?${train}`}>
              <Play size={14} aria-hidden="true" />
              Train on this
            </a>
          </section>
        )}
        {view && card && (
          <section className="notes-part" aria-label="About this data">
            <p className="secondary">{card.description}</p>
            <Disclosure title="About this data" defaultOpen={false}>
              <dl className="card-facts">
                <dt>How made</dt>
                <dd>{card.origin}</dd>
                <dt>Licence</dt>
                <dd>{card.licence}</dd>
                <dt>Limits</dt>
                <dd>{card.limits}</dd>
              </dl>
            </Disclosure>
          </section>
        )}
      </div>
    </>
  );
}

function Action({
  action,
  onChange,
}: {
  readonly action: NoteAction;
  readonly onChange: NotesPaneProps['onChange'];
}) {
  if ('href' in action) return <a href={action.href}>{action.label}</a>;
  return (
    <button type="button" className="link" onClick={() => onChange(action.change)}>
      {action.label}
    </button>
  );
}

function divisionWords({ division }: DatasetView): string {
  if (!division) return 'Training and validation rows come in files of their own.';
  if (division.share === 0) return 'No rows are set aside for validation.';
  return `The file is divided as training does it: ${percent(division.share, 0)} for validation, seed ${division.seed}.`;
}
