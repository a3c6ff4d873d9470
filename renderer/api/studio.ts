import type { EventName, RequestName, StudioClient, StudioEvents } from '../../app/contract/studio.ts';
import { bridgeClient, type StudioBridge } from './bridge-client.ts';
import { socketClient } from './socket-client.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload script. */
    readonly bertStudioBridge?: StudioBridge;
  }
}

/** The studio behind this window: over the desktop shell's bridge, or a socket to the program that served the page. */
export const studio: StudioClient = timed(
  window.bertStudioBridge ? bridgeClient(window.bertStudioBridge) : socketClient(socketAddress()),
);

type AnsweredListener = (name: RequestName, milliseconds: number) => void;
const answeredListeners = new Set<AnsweredListener>();

/** Tells how long each answer took, from asking to its arrival. */
export function onAnswered(listener: AnsweredListener): void {
  answeredListeners.add(listener);
}

function timed(client: StudioClient): StudioClient {
  return {
    ...client,
    async invoke(name, params) {
      const start = performance.now();
      const answer = await client.invoke(name, params);
      for (const listener of answeredListeners) listener(name, performance.now() - start);
      return answer;
    },
  };
}

export function onStudio<Name extends EventName>(
  name: Name,
  listener: (payload: StudioEvents[Name]) => void,
) {
  return studio.subscribe(name, listener);
}

function socketAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`;
}
