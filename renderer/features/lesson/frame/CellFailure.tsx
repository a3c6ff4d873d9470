import { RotateCcw, TriangleAlert } from 'lucide-react';

interface CellFailureProps {
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
}

/** What happened, what it does not touch, and what to do. */
export function CellFailure({ error, onRetry }: CellFailureProps) {
  return (
    <div className="cell-failure" role="alert">
      <h3>
        <TriangleAlert size={16} aria-hidden="true" /> This could not be computed
      </h3>
      <p>{error.message}</p>
      <p>Your guess is kept. A run in progress goes on.</p>
      <div className="cell-buttons">
        {onRetry && (
          <button type="button" className="button small" onClick={onRetry}>
            <RotateCcw size={16} aria-hidden="true" /> Try again
          </button>
        )}
        <button
          type="button"
          className="button small quiet"
          onClick={() => void navigator.clipboard.writeText(`${error.name}: ${error.message}`)}
        >
          Copy the details
        </button>
      </div>
    </div>
  );
}
