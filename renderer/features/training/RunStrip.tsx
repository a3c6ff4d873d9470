import { ChevronDown, ChevronUp, Pause, Play, Square, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu } from '../../components/Menu.tsx';
import { ExportDialog } from '../../components/run/ExportDialog.tsx';
import { RunStatus } from '../../components/run/RunStatus.tsx';
import { canResume, isBroken } from '../../components/run/run-status.ts';
import { Sparkline } from '../../components/Sparkline.tsx';
import { tellFailure } from '../../components/toast.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { currentRun, useRuns } from '../../stores/runs.ts';
import { CancelDialog } from './CancelDialog.tsx';
import { StripFigures } from './StripFigures.tsx';
import './run-strip.css';

const StripChart = lazy(async () => ({ default: (await import('./StripChart.tsx')).StripChart }));

/** The run that is going, or the last one, along the bottom of every view; its chart opens above it. */
export function RunStrip() {
  const run = useRuns(currentRun);
  const queue = useRuns((state) => state.queue);
  const [isOpen, setOpen] = useState(false);
  if (!run) return null;
  const { record, live } = run;
  const step = live?.step ?? record.progress.global_step;
  const steps = live?.maxSteps || record.progress.max_steps;
  const isLive = live !== null && live.activity !== 'paused';
  return (
    <>
      {isOpen && (
        <Suspense fallback={null}>
          <StripChart id={record.id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
      <section className="strip" aria-label="Run strip">
        <progress className={isLive ? '' : 'quiet'} value={step} max={steps || 1} aria-label="Steps done" />
        <span className="strip-status" role="status">
          <RunStatus run={run} />
        </span>
        <span className="strip-name cut" title={record.name}>
          {record.name}
        </span>
        <Sparkline spark={run.spark} broken={isBroken(run)} {...(isLive ? { color: 'var(--train)' } : {})} />
        <StripFigures run={run} waiting={queue.filter(({ error }) => error === null).length} />
        <StripActions run={run} />
        <IconButton
          label={isOpen ? 'Close the chart' : 'Open the chart'}
          Icon={isOpen ? ChevronDown : ChevronUp}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </section>
    </>
  );
}

function StripActions({ run }: { readonly run: RunSummary }) {
  const { record, live } = run;
  const { id } = record;
  const [exporting, setExporting] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const steer = (command: 'pause' | 'resume' | 'stop-and-save' | 'save' | 'cancel') =>
    void studio.invoke('runs.steer', { id, command }).catch(tellFailure);
  if (live) {
    const isOver = live.activity === 'stopping' || live.activity === 'starting';
    return (
      <span className="strip-actions">
        {live.activity === 'paused' ? (
          <button type="button" className="button small" onClick={() => steer('resume')}>
            <Play size={14} aria-hidden="true" /> Go on
          </button>
        ) : (
          <button type="button" className="button small" disabled={isOver} onClick={() => steer('pause')}>
            <Pause size={14} aria-hidden="true" /> Pause
          </button>
        )}
        <button
          type="button"
          className="button small"
          disabled={isOver}
          onClick={() => steer('stop-and-save')}
        >
          <Square size={14} aria-hidden="true" /> Stop and save
        </button>
        <Menu
          dots
          label="More of the run"
          items={[
            { label: 'Save a checkpoint now', onSelect: () => steer('save') },
            { label: 'Cancel, without saving', disabled: isOver, onSelect: () => setCancelling(true) },
          ]}
        />
        <CancelDialog run={run} open={cancelling} onClose={() => setCancelling(false)} onChoice={steer} />
      </span>
    );
  }
  return (
    <span className="strip-actions">
      {canResume(run) ? (
        <button
          type="button"
          className="button small"
          onClick={() => void studio.invoke('runs.resume', { id }).catch(tellFailure)}
        >
          <Play size={14} aria-hidden="true" /> Resume
        </button>
      ) : (
        <button
          type="button"
          className="button small"
          onClick={() => useNavigation.getState().open('runs', { run: id, compare: id })}
        >
          Compare
        </button>
      )}
      {record.last_checkpoint && (
        <button type="button" className="button small" onClick={() => setExporting(true)}>
          <Upload size={14} aria-hidden="true" /> Export
        </button>
      )}
      <ExportDialog run={run} open={exporting} onClose={() => setExporting(false)} />
    </span>
  );
}
