import { ChartSpline, Pause, Play, Square } from 'lucide-react';
import { studio } from '../../api/studio.ts';
import { clock, figure } from '../../components/figures.ts';
import { canResume, statusWords } from '../../components/run-status.ts';
import { Sparkline } from '../../components/Sparkline.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { currentRun, useRuns } from '../../stores/runs.ts';
import './run-strip.css';

/** The run that is going, or the last one, along the bottom of every view. */
export function RunStrip() {
  const run = useRuns(currentRun);
  if (!run) return null;
  const { record, live, best } = run;
  const { id } = record;
  const step = live?.step ?? record.progress.global_step;
  const steps = live?.maxSteps || record.progress.max_steps;
  const steer = (command: 'pause' | 'resume' | 'stop-and-save') =>
    void studio.invoke('runs.steer', { id, command });
  return (
    <section className="strip" aria-label="Run strip">
      <progress
        className={live && live.activity !== 'paused' ? '' : 'quiet'}
        value={step}
        max={steps || 1}
        aria-label="Steps done"
      />
      <b role="status">{statusWords(run)}</b>
      <span className="strip-name">{record.name}</span>
      <Sparkline spark={run.spark} />
      <span className="secondary">
        step <b>{step}</b>
        {steps > 0 && ` of ${steps}`}
      </span>
      {live?.evaluated && (
        <span className="secondary">
          {live.evaluated.done} of {live.evaluated.total} examples judged
        </span>
      )}
      {live?.secondsLeft != null && <span className="secondary">about {clock(live.secondsLeft)} left</span>}
      {!live && best && (
        <span className="secondary">
          best {best.metric} <b>{figure(best.value)}</b> at step {best.step}
        </span>
      )}
      {!live && record.error && <span className="strip-error">{record.error.message}</span>}
      <span className="strip-actions">
        {live && live.activity !== 'paused' && (
          <button type="button" className="button small" onClick={() => steer('pause')}>
            <Pause size={14} aria-hidden="true" /> Pause
          </button>
        )}
        {live?.activity === 'paused' && (
          <button type="button" className="button small" onClick={() => steer('resume')}>
            <Play size={14} aria-hidden="true" /> Go on
          </button>
        )}
        {live && (
          <button type="button" className="button small" onClick={() => steer('stop-and-save')}>
            <Square size={14} aria-hidden="true" /> Stop and save
          </button>
        )}
        {canResume(run) && (
          <button
            type="button"
            className="button small"
            onClick={() => void studio.invoke('runs.resume', { id })}
          >
            <Play size={14} aria-hidden="true" /> Resume
          </button>
        )}
        <button
          type="button"
          className="button small quiet"
          onClick={() => useNavigation.getState().open('runs', { run: id })}
        >
          <ChartSpline size={14} aria-hidden="true" /> Chart
        </button>
      </span>
    </section>
  );
}
