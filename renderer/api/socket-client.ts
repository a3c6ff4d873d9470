import type { Answer, EventName, StudioClient, StudioEvents } from '../../app/contract/studio.ts';
import { StudioError } from '../../app/errors.ts';
import { receiveError } from '../../app/transferred-error.ts';

type Message = ({ readonly id: number } & Answer) | { readonly event: EventName; readonly payload: unknown };
interface Waiting {
  readonly text: string;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

const FIRST_RETRY_MILLISECONDS = 250;
const LONGEST_RETRY_MILLISECONDS = 4000;

/**
 * The contract over a WebSocket: `{id, name, params}` is answered by `{id, ok, value | error}`; events arrive as
 * `{event, payload}`. Connects again by itself; questions in flight when it breaks are rejected with `connection_lost`.
 */
export function socketClient(address: string): StudioClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const watchers = new Set<(state: 'open' | 'lost') => void>();
  let socket: WebSocket;
  let nextId = 1;
  let retry = FIRST_RETRY_MILLISECONDS;

  const connect = () => {
    socket = new WebSocket(address);
    socket.onopen = () => {
      retry = FIRST_RETRY_MILLISECONDS;
      for (const { text } of waiting.values()) socket.send(text);
      for (const watch of watchers) watch('open');
    };
    socket.onmessage = ({ data }) => receive(JSON.parse(data) as Message);
    socket.onclose = () => {
      for (const { reject } of waiting.values()) {
        reject(
          new StudioError('connection_lost', 'The studio stopped answering. Try again once it is back.'),
        );
      }
      waiting.clear();
      for (const watch of watchers) watch('lost');
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MILLISECONDS);
    };
  };

  const receive = (message: Message) => {
    if ('event' in message) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never);
      return;
    }
    const question = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) question?.resolve(message.value as never);
    else question?.reject(receiveError(message.error));
  };

  connect();
  return {
    invoke: (name, params) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        const text = JSON.stringify({ id, name, params });
        waiting.set(id, { text, resolve, reject });
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      }),
    subscribe<Name extends EventName>(name: Name, listener: (payload: StudioEvents[Name]) => void) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    onConnection(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}
