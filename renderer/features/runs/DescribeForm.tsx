import { useState } from 'react';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';

interface DescribeFormProps {
  readonly run: RunSummary;
  readonly what: 'name' | 'note';
  readonly onDone: () => void;
}

/** A run's name or note, in place of the bar. Enter keeps it, Escape leaves it as it was. */
export function DescribeForm({ run, what, onDone }: DescribeFormProps) {
  const before = what === 'name' ? run.record.name : run.note;
  const [text, setText] = useState(before);
  const [error, setError] = useState<Error | null>(null);
  const keep = async () => {
    try {
      await studio.invoke('runs.describe', { id: run.record.id, [what]: text.trim() });
      onDone();
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <form
      className="describe"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <input
        className="field small"
        aria-label={what === 'name' ? 'Name of the run' : 'Note on the run'}
        maxLength={what === 'name' ? 200 : 5000}
        // biome-ignore lint/a11y/noAutofocus: opened to type into
        autoFocus
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" className="button small" disabled={what === 'name' && text.trim() === ''}>
        Keep
      </button>
      <button type="button" className="button small quiet" onClick={onDone}>
        Leave as it was
      </button>
      {error && <span role="alert">{error.message}</span>}
    </form>
  );
}
