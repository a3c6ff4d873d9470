import { Pause, Play } from 'lucide-react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { studio } from '../../../api/studio.ts';
import { canResume } from '../../../components/run/run-status.ts';
import { tellFailure } from '../../../components/toast.tsx';
import { useLesson } from '../../../stores/lesson.ts';

interface RunButtonProps {
  readonly run: RunDetail | null;
  readonly starting: boolean;
  readonly waits: boolean;
  readonly onStart: () => void;
  readonly onNew: () => void;
}

/** Start; while the run goes, Pause; after it, its curve and a new one; Resume where it ended before its end. */
export function RunButton({ run, starting, waits, onStart, onNew }: RunButtonProps) {
  if (run?.live) {
    const paused = run.live.activity === 'paused';
    const steer = (command: 'pause' | 'resume') =>
      void studio.invoke('runs.steer', { id: run.record.id, command });
    return (
      <button type="button" className="button" onClick={() => steer(paused ? 'resume' : 'pause')}>
        {paused ? <Play size={16} aria-hidden="true" /> : <Pause size={16} aria-hidden="true" />}
        {paused ? 'Go on' : 'Pause'}
      </button>
    );
  }
  if (run) {
    const { id } = run.record;
    const showCurve = () => useLesson.getState().show({ kind: 'run', run: id });
    const resume = () => {
      showCurve();
      void studio.invoke('runs.resume', { id }).catch(tellFailure);
    };
    return (
      <span className="start-buttons">
        {canResume(run) ? (
          <button type="button" className="button" onClick={resume}>
            <Play size={16} aria-hidden="true" /> Resume
          </button>
        ) : (
          <button type="button" className="button" onClick={showCurve}>
            Curve beside
          </button>
        )}
        <button type="button" className="button" onClick={onNew}>
          New run
        </button>
      </span>
    );
  }
  return (
    <button type="button" className="button primary" disabled={starting || waits} onClick={onStart}>
      <Play size={16} aria-hidden="true" /> {starting ? 'Starting' : 'Start'}
    </button>
  );
}
