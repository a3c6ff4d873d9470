import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import './banners.css';

/** Said once a start where something of the person's cannot be read; the rest is there without it. */
export function ProblemsBanner() {
  const problems = useAnswer('studio.problems', {});
  const [dismissed, setDismissed] = useState(false);
  if (dismissed || !problems.value?.length) return null;
  const count = problems.value.length;
  return (
    <section className="banner problems" aria-label="Files that cannot be read">
      <FileWarning size={16} aria-hidden="true" />
      <details>
        <summary>
          <span>
            <b>{count === 1 ? 'One file cannot be read' : `${count} files cannot be read`}</b>, and what{' '}
            {count === 1 ? 'it holds' : 'they hold'} is left out. Nothing was changed or lost.
          </span>
        </summary>
        <ul>
          {problems.value.map(({ file, message }) => (
            <li key={file}>{message}</li>
          ))}
        </ul>
      </details>
      <button type="button" className="button small" onClick={() => setDismissed(true)}>
        Close
      </button>
    </section>
  );
}
