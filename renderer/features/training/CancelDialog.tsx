import { useEffect } from 'react';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useRuns } from '../../stores/runs.ts';

interface CancelDialogProps {
  readonly run: RunSummary;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChoice: (command: 'cancel' | 'stop-and-save') => void;
}

/** Asks before work is thrown away, and says what is kept. */
export function CancelDialog({ run, open, onClose, onChoice }: CancelDialogProps) {
  const kept = run.record.last_checkpoint;
  useEffect(() => {
    // What a window was told of checkpoints may be a while ago.
    if (open) void useRuns.getState().refresh();
  }, [open]);
  const choose = (command: 'cancel' | 'stop-and-save') => {
    onClose();
    onChoice(command);
  };
  return (
    <Dialog
      title="Cancel this run?"
      open={open}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={() => choose('stop-and-save')}>
            Stop and save instead
          </button>
          <button type="button" className="button primary" onClick={() => choose('cancel')}>
            Cancel the run
          </button>
        </>
      }
    >
      <p>
        {kept
          ? `What it has learnt since ${kept} is not kept. The run stays in Runs with its curves and checkpoints, and Resume goes on from ${kept}.`
          : 'Nothing was saved yet, so nothing of what it has learnt is kept. The run stays in Runs with its curves, and Resume begins anew.'}
      </p>
    </Dialog>
  );
}
