import type { EventName, StudioEvents } from '../../../app/contract/studio.ts';
import type { SpawnWorker } from '../../workers/spawn.ts';

/** What the families of handlers share. */
export interface StudioContext {
  readonly shell: 'electron' | 'web';
  readonly spawn: SpawnWorker;
  readonly runsFolder: string;
  readonly emit: <Name extends EventName>(name: Name, payload: StudioEvents[Name]) => void;
}
