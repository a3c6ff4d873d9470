import { CopyPlus, Cpu, FlaskConical, NotebookPen, PenLine, Play, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { Menu } from '../../components/Menu.tsx';
import { OpenSide } from '../../components/OpenSide.tsx';
import { ExportDialog } from '../../components/run/ExportDialog.tsx';
import { lostItsDevice } from '../../components/run/failure-words.ts';
import { RunStatus } from '../../components/run/RunStatus.tsx';
import { cloneAddress, tryAddress } from '../../components/run/run-links.ts';
import { canResume } from '../../components/run/run-status.ts';
import { toast } from '../../components/toast.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { DescribeForm } from './DescribeForm.tsx';

interface RunActionsProps {
  readonly run: RunDetail;
  readonly onError: (error: Error | null) => void;
}

/** The run's name and state, and what can be done with it. */
export function RunActions({ run, onError }: RunActionsProps) {
  const { record, live, note } = run;
  const { id } = record;
  const [editing, setEditing] = useState<'name' | 'note' | null>(null);
  const [exporting, setExporting] = useState(false);
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      onError(null);
    } catch (problem) {
      onError(problem as Error);
    }
  };
  const remove = () =>
    attempt(async () => {
      await studio.invoke('runs.delete', { id });
      useNavigation.getState().open('runs');
      toast(`“${short(record.name)}” is in the trash.`, {
        undo: () => void attempt(() => studio.invoke('runs.restore', { id })),
      });
    });
  return (
    <>
      <header className="bar">
        {editing ? (
          <DescribeForm key={editing} run={run} what={editing} onDone={() => setEditing(null)} />
        ) : (
          <>
            <h2 className="cut" title={record.name}>
              {record.name}
            </h2>
            <RunStatus run={run} />
            <span className="grow" />
            <OpenSide>What came of it</OpenSide>
            {canResume(run) && (
              <button
                type="button"
                className="button small"
                onClick={() => void attempt(() => studio.invoke('runs.resume', { id }))}
              >
                <Play size={14} aria-hidden="true" /> Resume
              </button>
            )}
            {lostItsDevice(run) && (
              <button
                type="button"
                className="button small"
                onClick={() => void attempt(() => studio.invoke('runs.resume', { id, device: 'cpu' }))}
              >
                <Cpu size={14} aria-hidden="true" /> Resume on the processor
              </button>
            )}
            {record.last_checkpoint && (
              <a className="button small" href={tryAddress(run)}>
                <FlaskConical size={14} aria-hidden="true" /> Try it
              </a>
            )}
            {record.last_checkpoint && (
              <button type="button" className="button small" onClick={() => setExporting(true)}>
                <Upload size={14} aria-hidden="true" /> Export
              </button>
            )}
            <Menu
              dots
              label="More of this run"
              items={[
                { label: 'Clone', Icon: CopyPlus, onSelect: () => (location.hash = cloneAddress(run)) },
                { label: 'Rename', Icon: PenLine, onSelect: () => setEditing('name') },
                {
                  label: note ? 'Change the note' : 'Write a note',
                  Icon: NotebookPen,
                  onSelect: () => setEditing('note'),
                },
                'separator',
                {
                  label: 'Move to the trash',
                  Icon: Trash2,
                  disabled: live !== null,
                  onSelect: () => void remove(),
                },
              ]}
            />
          </>
        )}
      </header>
      {note && editing !== 'note' && <p className="run-note">{note}</p>}
      <ExportDialog run={run} open={exporting} onClose={() => setExporting(false)} />
    </>
  );
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
