import { Clock, TriangleAlert } from 'lucide-react';
import type { QueuedRun } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { tellFailure } from '../../components/toast.tsx';

/** Runs that wait for the one that is going. */
export function Queue({ queue }: { readonly queue: readonly QueuedRun[] }) {
  return (
    <ul className="run-queue" aria-label="Waiting runs">
      {queue.map(({ id, name, isResume, error }, i) => (
        <li key={id}>
          {error ? <TriangleAlert size={14} aria-hidden="true" /> : <Clock size={14} aria-hidden="true" />}
          <b className="cut">{name}</b>
          <span className="secondary">
            {error
              ? `could not be started: ${error}`
              : `${isResume ? 'goes on' : 'starts'} ${i === 0 ? 'when the run that is going has ended' : `as number ${i + 1} after it`}`}
          </span>
          <button
            type="button"
            className="button small quiet"
            onClick={() => void studio.invoke('runs.unqueue', { id }).catch(tellFailure)}
          >
            {error ? 'Dismiss' : 'Do not start it'}
          </button>
        </li>
      ))}
    </ul>
  );
}
