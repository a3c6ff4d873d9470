export interface WebLimits {
  /** For a request's head to arrive. */
  readonly headMilliseconds: number;
  /** Without a byte either way, after which a connection is closed. */
  readonly idleMilliseconds: number;
  readonly connections: number;
  /** Windows at a time. */
  readonly windows: number;
  /** Files being received at a time. */
  readonly uploads: number;
  readonly messageBytes: number;
  /** Requests of one window that are being answered; it is not read from while there are more. */
  readonly questions: number;
  /** Bytes that may pile up for a window that does not read; then it is cut off, connects again and asks anew. */
  readonly bufferedBytes: number;
  /** Between two signs of life asked of a window; without an answer to one it is gone by the next. */
  readonly heartbeatMilliseconds: number;
}

/** Far above what the studio's own page needs, far below what hurts the computer. */
export const WEB_LIMITS: WebLimits = {
  headMilliseconds: 10_000,
  idleMilliseconds: 120_000,
  connections: 128,
  windows: 16,
  uploads: 4,
  messageBytes: 8 * 2 ** 20,
  questions: 64,
  bufferedBytes: 32 * 2 ** 20,
  heartbeatMilliseconds: 30_000,
};
