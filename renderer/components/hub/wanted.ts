import type { ByHand, HubKind, HubLook } from '../../../app/contract/hub.ts';
import { StudioError } from '../../../app/errors.ts';
import { bytes } from '../figures.ts';

/** What a person asks for. */
export interface Wanted {
  readonly kind: HubKind;
  readonly id: string;
  readonly revision: string;
  readonly configuration: string | null;
  /** Of a model here; empty takes the repository's. */
  readonly name: string;
}

export function wantedOf(kind: HubKind): Wanted {
  return { kind, id: '', revision: 'main', configuration: null, name: '' };
}

export function canFetch({ room, files }: HubLook, { name }: Wanted): boolean {
  return files.length > 0 && room.free >= room.needed && (name === '' || /^\w[\w.-]*$/.test(name));
}

export function startWords(look: HubLook | null): string {
  if (!look || look.files.length === 0) return 'Fetch it';
  return look.toFetch === 0 ? 'Take it in' : `Fetch ${bytes(look.toFetch)}`;
}

/** Whether the disk has room for it, in words. */
export function roomWords({ room, toFetch, bytes: all }: HubLook): string {
  const here = all - toFetch;
  const fetched =
    here === 0
      ? bytes(all)
      : `${bytes(all)}, of which ${here === all ? 'all' : bytes(here)} ${here === all ? 'is' : 'are'} here from before`;
  const verdict =
    room.free >= room.needed
      ? `${bytes(room.free)} are free, ${bytes(room.needed)} are needed, the copy kept here and some room to spare included.`
      : `Only ${bytes(room.free)} are free, and ${bytes(room.needed)} are needed. Make room, or move the cache with HF_HOME.`;
  return `${fetched}. ${verdict}`;
}

/** What to bring by hand, where an error says that there is no network. */
export function byHandOf(error: Error | null): ByHand | null {
  return error instanceof StudioError ? ((error.details.byHand as ByHand | undefined) ?? null) : null;
}
