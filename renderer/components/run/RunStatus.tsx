import type { RunSummary } from '../../../app/contract/runs.ts';
import { statusOf, statusWords } from './run-status.ts';
import './run.css';

/** Glyph and word. */
export function RunStatus({ run }: { readonly run: RunSummary }) {
  const { Icon, tone } = statusOf(run);
  return (
    <span className={`run-status ${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {statusWords(run)}
    </span>
  );
}
