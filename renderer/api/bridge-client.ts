import type { Answer, EventName, StudioClient, StudioEvents } from '../../app/contract/studio.ts';
import { receiveError } from '../../app/transferred-error.ts';

/** What the desktop shell's preload script puts into the window. */
export interface StudioBridge {
  ask(name: string, params: unknown): Promise<Answer>;
  listen(listener: (event: { event: EventName; payload: unknown }) => void): void;
}

/** The contract over the desktop shell's bridge, which is there as long as the window is. */
export function bridgeClient(bridge: StudioBridge): StudioClient {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  /** What the menu or the system asked for before the page was built. */
  const early: unknown[] = [];
  bridge.listen(({ event, payload }) => {
    if (event === 'command' && !listeners.has(event)) early.push(payload);
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  });
  return {
    async invoke(name, params) {
      const answer = await bridge.ask(name, params);
      if (answer.ok) return answer.value as never;
      throw receiveError(answer.error);
    },
    subscribe<Name extends EventName>(name: Name, listener: (payload: StudioEvents[Name]) => void) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      if (name === 'command') for (const payload of early.splice(0)) listener(payload as never);
      return () => set.delete(listener);
    },
    onConnection: () => () => {},
  };
}
