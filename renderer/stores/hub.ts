import { create } from 'zustand';
import type { HubDownload, HubPlace } from '../../app/contract/hub.ts';
import { onStudio, studio } from '../api/studio.ts';

interface HubStore {
  readonly place: HubPlace | null;
  /** The one that is going, or the last one. */
  readonly download: HubDownload | null;
  /** Files of a dataset that arrived and were opened. */
  readonly opened: readonly string[] | null;
  readonly refresh: () => Promise<void>;
}

/** What the studio fetches from the Hugging Face Hub, whichever window asked for it. */
export const useHub = create<HubStore>((set) => ({
  place: null,
  download: null,
  opened: null,
  refresh: async () => set(await studio.invoke('hub.state', {})),
}));

export function isGoing(download: HubDownload | null): boolean {
  return download?.phase === 'fetching' || download?.phase === 'checking';
}

/** Files of a dataset that arrived and were not opened yet. */
export function waitingFiles({ download, opened }: Pick<HubStore, 'download' | 'opened'>) {
  const files = download?.files ?? null;
  return files && files.join() !== opened?.join() ? files : null;
}

onStudio('hub.changed', (download) => useHub.setState({ download }));
studio.onConnection((state) => state === 'open' && void useHub.getState().refresh());
