import type { EventName, StudioEvents } from '../../../app/contract/studio.ts';
import type { SpawnWorker } from '../../workers/spawn.ts';
import type { FolderDialogs } from './folders.ts';

/** What the families of handlers share. */
export interface StudioContext {
  readonly shell: 'electron' | 'web';
  readonly spawn: SpawnWorker;
  readonly runsFolder: string;
  /** Null where the shell has none. */
  readonly folderDialogs: FolderDialogs | null;
  /** Whether the environment says where everything is kept. */
  readonly folderIsGiven: boolean;
  readonly emit: <Name extends EventName>(name: Name, payload: StudioEvents[Name]) => void;
}
