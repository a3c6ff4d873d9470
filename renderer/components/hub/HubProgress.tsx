import type { HubDownload } from '../../../app/contract/hub.ts';
import { receiveError } from '../../../app/transferred-error.ts';
import { Failure } from '../Failure.tsx';
import { bytes, clock, percent } from '../figures.ts';
import { ByHandSteps } from './ByHandSteps.tsx';
import { ImportReport } from './ImportReport.tsx';

interface HubProgressProps {
  readonly download: HubDownload;
  /** Why it could not go on. */
  readonly error: Error | null;
}

/** How far a download has come, or what became of it. */
export function HubProgress({ download, error }: HubProgressProps) {
  const { kind, phase, done, total, model, byHand } = download;
  return (
    <div className="hub">
      <p className="hub-what mono">{whatOf(download)}</p>
      {phase !== 'done' && (
        <>
          <progress
            aria-label="Fetched"
            max={Math.max(1, total)}
            value={phase === 'checking' ? total : done}
          />
          <p>{progressWords(download)}</p>
        </>
      )}
      {download.error && <Failure error={receiveError(download.error)} />}
      {error && <Failure error={error} />}
      <ByHandSteps kind={kind} byHand={byHand} />
      {model && <ImportReport imported={model} />}
      {phase === 'done' && !model && <p role="status">All files are here.</p>}
    </div>
  );
}

function whatOf({ id, configuration, revision }: HubDownload): string {
  return [id, configuration, revision === 'main' ? null : revision].filter((part) => part !== null).join(' ');
}

/** `12.1 MB of 440 MB (3 %), 4.2 MB/s, 1:42 left: model.safetensors`. */
export function progressWords({ phase, file, done, total, ...pace }: HubDownload): string {
  const so = total === 0 ? '' : `${bytes(done)} of ${bytes(total)} (${percent(done / total, 0)})`;
  if (phase === 'checking') return 'All of it arrived. Every weight is being checked.';
  if (phase === 'cancelled') return `Cancelled${so && ` at ${so}`}. What arrived stays, for the next time.`;
  if (phase === 'failed') return so && `Stopped at ${so}. What arrived stays, for the next time.`;
  if (total === 0) return 'Asking what there is.';
  const speed = pace.bytesPerSecond === null ? '' : `, ${bytes(pace.bytesPerSecond)}/s`;
  const left = pace.secondsLeft === null ? '' : `, ${clock(pace.secondsLeft)} left`;
  return `${so}${speed}${left}${file ? `: ${file}` : ''}`;
}
