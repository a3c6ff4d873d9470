import { Pause, Play } from 'lucide-react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { studio } from '../../../api/studio.ts';
import { useLesson } from '../../../stores/lesson.ts';

interface RunButtonProps {
  readonly run: RunDetail | null;
  readonly starting: boolean;
  readonly waits: boolean;
  readonly onStart: () => void;
  readonly onNew: () => void;
}

/** Start; while the run goes, Pause; after it, its curve and a new one. */
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
    return (
      <span className="start-buttons">
        <button
          type="button"
          className="button"
          onClick={() => useLesson.getState().show({ kind: 'run', run: run.record.id })}
        >
          Curve beside
        </button>
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
