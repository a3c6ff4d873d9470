import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { parseJson } from '../../app/parse-json.ts';
import { answer } from '../services/studio/answer.ts';
import type { Studio } from '../services/studio/studio.ts';
import type { WebLimits } from './limits.ts';

const message = z.strictObject({ id: z.int(), name: z.string(), params: z.unknown() });

/** The windows, each over one socket: `{id, name, params}` is answered by `{id, ok, value | error}`; events are `{event, payload}`. */
export class Sockets {
  readonly #server: WebSocketServer;
  readonly #studio: Studio;
  readonly #limits: WebLimits;
  readonly #heartbeat: NodeJS.Timeout;
  /** Those that have given a sign of life since they were last asked for one. */
  readonly #alive = new WeakSet<WebSocket>();

  constructor(studio: Studio, limits: WebLimits) {
    this.#studio = studio;
    this.#limits = limits;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes });
    this.#heartbeat = setInterval(() => this.#askForLife(), limits.heartbeatMilliseconds).unref();
  }

  get isFull(): boolean {
    return this.#server.clients.size >= this.#limits.windows;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => this.#serve(client));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#server.clients) client.terminate();
  }

  #serve(client: WebSocket): void {
    const limits = this.#limits;
    let open = 0;
    /** Read before the pause took hold. */
    const waiting: string[] = [];
    const send = (value: unknown) => {
      if (client.bufferedAmount > limits.bufferedBytes) client.terminate();
      else if (client.readyState === client.OPEN) client.send(JSON.stringify(value));
    };
    const unsubscribe = this.#studio.subscribe(send);
    this.#alive.add(client);
    client.on('pong', () => this.#alive.add(client));
    client.on('close', unsubscribe);
    client.on('error', () => client.terminate());
    const take = async (text: string) => {
      const parsed = message.safeParse(parseJson(text));
      if (!parsed.success) {
        client.close(1008, 'Not a request');
        return;
      }
      const { id, name, params } = parsed.data;
      open++;
      send({ id, ...(await answer(this.#studio, name, params)) });
      open--;
      const next = waiting.shift();
      if (next !== undefined) void take(next);
      else if (client.isPaused) client.resume();
    };
    client.on('message', (data) => {
      if (open < limits.questions) return void take(String(data));
      waiting.push(String(data));
      client.pause();
    });
  }

  #askForLife(): void {
    for (const client of this.#server.clients) {
      if (!this.#alive.delete(client)) client.terminate();
      else client.ping();
    }
  }
}
