import type { EventName, StudioClient, StudioEvents } from '../../app/contract/studio.ts';
import { bridgeClient, type StudioBridge } from './bridge-client.ts';
import { socketClient } from './socket-client.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload script. */
    readonly bertStudioBridge?: StudioBridge;
  }
}

/** The studio behind this window: over the desktop shell's bridge, or a socket to the program that served the page. */
export const studio: StudioClient = window.bertStudioBridge
  ? bridgeClient(window.bertStudioBridge)
  : socketClient(socketAddress());

export function onStudio<Name extends EventName>(
  name: Name,
  listener: (payload: StudioEvents[Name]) => void,
) {
  return studio.subscribe(name, listener);
}

function socketAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`;
}
