import { useEffect, useState } from 'react';
import type { HubDownload, HubKind, HubLook } from '../../../app/contract/hub.ts';
import { studio } from '../../api/studio.ts';
import { isGoing, useHub, waitingFiles } from '../../stores/hub.ts';
import { Dialog } from '../Dialog.tsx';
import { HubProgress } from './HubProgress.tsx';
import { HubQuestion } from './HubQuestion.tsx';
import { canFetch, startWords, type Wanted, wantedOf } from './wanted.ts';
import './hub.css';

interface HubDialogProps {
  readonly kind: HubKind;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Has what arrived opened: a dataset's files, which are none of the person's own yet. */
  readonly onFiles?: (handles: readonly string[]) => void;
}

/**
 * A model or dataset from the Hugging Face Hub: what there is of it and how large it is, then how far it has come. It goes
 * on when this is closed.
 */
export function HubDialog({ kind, open, onClose, onFiles }: HubDialogProps) {
  const { download, opened, refresh } = useHub();
  const waiting = waitingFiles({ download, opened });
  const [wanted, setWanted] = useState<Wanted>(wantedOf(kind));
  const [look, setLook] = useState<HubLook | null>(null);
  const [looking, setLooking] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  /** Rather another one than what became of the last. */
  const [anew, setAnew] = useState(false);
  const followed = isGoing(download) || (!anew && download?.kind === kind) ? download : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what happened is asked for when this opens
  useEffect(() => {
    if (!open) return;
    setAnew(download?.phase === 'done' && !waiting);
    void refresh();
  }, [open]);
  useEffect(() => {
    if (!open || !waiting || !onFiles) return;
    useHub.setState({ opened: waiting });
    onFiles(waiting);
  }, [open, waiting, onFiles]);

  const attempt = async (request: () => Promise<void>) => {
    setLooking(true);
    setError(null);
    await request().catch(setError);
    setLooking(false);
  };
  const ask = (of: Wanted) =>
    attempt(async () => {
      setLook(null);
      const { name: _, ...repository } = of;
      setLook(await studio.invoke('hub.look', repository));
    });
  const fetch = ({ kind: what, id, revision, configuration, name }: Wanted) =>
    attempt(async () => {
      await studio.invoke('hub.fetch', {
        kind: what,
        id,
        revision,
        configuration,
        ...(name ? { name } : {}),
      });
      setAnew(false);
    });
  const change = (next: Partial<Wanted>) => {
    const changed = { ...wanted, ...next };
    setWanted(changed);
    setError(null);
    if (next.configuration !== undefined) void ask(changed);
    else if (next.name === undefined) setLook(null);
  };
  return (
    <Dialog
      title={kind === 'models' ? 'A model from the Hugging Face Hub' : 'A dataset from the Hugging Face Hub'}
      open={open}
      onClose={onClose}
      wide
      actions={
        followed ? (
          <FollowActions
            download={followed}
            onClose={onClose}
            onAnother={() => setAnew(true)}
            onAgain={() => void fetch(followed)}
          />
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={!look || looking || !canFetch(look, wanted)}
            onClick={() => void fetch(wanted)}
          >
            {startWords(look)}
          </button>
        )
      }
    >
      {followed ? (
        <HubProgress download={followed} error={error} />
      ) : (
        <HubQuestion
          wanted={wanted}
          look={look}
          looking={looking}
          error={error}
          onChange={change}
          onAsk={() => void ask(wanted)}
        />
      )}
    </Dialog>
  );
}

interface FollowActionsProps {
  readonly download: HubDownload;
  readonly onClose: () => void;
  readonly onAnother: () => void;
  readonly onAgain: () => void;
}

function FollowActions({ download, onClose, onAnother, onAgain }: FollowActionsProps) {
  if (isGoing(download)) {
    return (
      <>
        <button type="button" className="button quiet" onClick={onClose}>
          Go on in the background
        </button>
        <button
          type="button"
          className="button"
          disabled={download.phase === 'checking'}
          onClick={() => void studio.invoke('hub.cancel', {})}
        >
          Cancel
        </button>
      </>
    );
  }
  return (
    <>
      <button type="button" className="button quiet" onClick={onAnother}>
        Another one
      </button>
      {download.phase === 'done' ? (
        <button type="button" className="button primary" onClick={onClose}>
          Done
        </button>
      ) : (
        <button type="button" className="button primary" onClick={onAgain}>
          Go on
        </button>
      )}
    </>
  );
}
