import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'bert-studio';
/** Wrong secrets a minute that get an answer of their own; the right one always does. */
const MOST_FAILURES = 20;
const MINUTE = 60_000;

/** Who may come in: our own address, our own pages, and whoever holds the secret. */
export class Gate {
  port = 0;
  readonly link = randomBytes(32).toString('base64url');
  readonly #secret = randomBytes(32).toString('base64url');
  #linkUsed = false;
  #failures: number[] = [];

  /** The Host header, of which there is one: another name that resolves to this computer (DNS rebinding) is not ours. */
  isForUs({ headersDistinct }: IncomingMessage): boolean {
    const [name = '', ...others] = headersDistinct.host ?? [];
    return others.length === 0 && this.#names().includes(name);
  }

  /** The Origin header, which a page of another site cannot leave out or choose. */
  isFromUs({ headers }: IncomingMessage): boolean {
    return this.#names().some((name) => headers.origin === `http://${name}`);
  }

  /** One of that name is enough: whoever else serves on this host can have the browser send a false one beside it. */
  hasCookie({ headers }: IncomingMessage): boolean {
    const own = `${this.#cookieName}=`;
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const values = cookies
      .filter((cookie) => cookie.startsWith(own))
      .map((cookie) => cookie.slice(own.length));
    return values.some((value) => this.#matches(value, this.#secret));
  }

  /** The link works once. */
  takeLink(given: string): boolean {
    const valid = this.#matches(given, this.link) && !this.#linkUsed;
    if (valid) this.#linkUsed = true;
    return valid;
  }

  /** What the browser is to keep: no script reads it, no other site's page has it sent. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether wrong secrets come faster than a person errs. Only they are told so: nobody can lock out the right one. */
  get isBesieged(): boolean {
    const since = Date.now() - MINUTE;
    this.#failures = this.#failures.filter((at) => at > since);
    return this.#failures.length > MOST_FAILURES;
  }

  /** In a time that does not depend on how much of it is right. */
  #matches(given: string, secret: string): boolean {
    const [a, b] = [Buffer.from(given), Buffer.from(secret)];
    const equal = a.length === b.length && timingSafeEqual(a, b);
    if (!equal && this.#failures.length <= MOST_FAILURES) this.#failures.push(Date.now());
    return equal;
  }

  /** Browsers send a cookie to every port, so it is named by ours. */
  get #cookieName(): string {
    return `${COOKIE}-${this.port}`;
  }

  #names(): string[] {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
  }
}
