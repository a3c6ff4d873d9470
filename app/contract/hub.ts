import { z } from 'zod';
import type { TransferredError } from '../transferred-error.ts';
import type { ImportedModel } from './models.ts';
import { request } from './request.ts';

/** Where downloads come from and go to. A window can change none of it. */
export interface HubPlace {
  /** The Hub, or the mirror that `HF_ENDPOINT` names. */
  readonly endpoint: string;
  /** Host of the proxy that `HTTPS_PROXY` or `HTTP_PROXY` names. */
  readonly proxy: string | null;
  /** Whether `HF_TOKEN` is given. */
  readonly hasToken: boolean;
  /** Hugging Face's own cache. */
  readonly cache: string;
}

/** A repository before anything of it is fetched. */
export interface HubLook {
  /** The name the Hub knows it by: an old name leads to the new one. */
  readonly id: string;
  readonly commit: string;
  /** Of a dataset; none of a model. */
  readonly configurations: readonly string[];
  /** Whose files these are; null where one has to be chosen first, or for a model. */
  readonly configuration: string | null;
  /** What would be fetched; `here` of its bytes are in the cache from before. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly here: number }[];
  readonly bytes: number;
  /** Of them still to come. */
  readonly toFetch: number;
  /** Bytes that must be free for fetching and for the copy among the person's own, and bytes that are. */
  readonly room: { readonly needed: number; readonly free: number };
}

/** What to bring by hand where there is no network. */
export interface ByHand {
  readonly address: string;
  readonly files: readonly string[];
}

export interface HubDownload {
  readonly kind: HubKind;
  readonly id: string;
  readonly revision: string;
  readonly configuration: string | null;
  /** What a model is to be called here. */
  readonly name: string;
  readonly phase: 'fetching' | 'checking' | 'done' | 'cancelled' | 'failed';
  readonly file: string | null;
  /** Of all files together, in bytes; `total` is 0 until it is known. */
  readonly done: number;
  readonly total: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly error: TransferredError | null;
  readonly byHand: ByHand | null;
  /** What became of a model. */
  readonly model: ImportedModel | null;
  /** What a dataset's files are named by, to be opened as any others. */
  readonly files: readonly string[] | null;
}

const HUB_KINDS = ['models', 'datasets'] as const;
export type HubKind = (typeof HUB_KINDS)[number];

const repository = z.strictObject({
  kind: z.enum(HUB_KINDS),
  id: z.string().trim().min(1).max(200),
  revision: z.string().trim().min(1).max(200).default('main'),
  configuration: z.string().min(1).max(200).nullable().default(null),
});

export const hubRequests = {
  'hub.state': request<{ readonly place: HubPlace; readonly download: HubDownload | null }>()(
    z.strictObject({}),
  ),
  /** Asks for the list of files, and for nothing else. */
  'hub.look': request<HubLook>()(repository),
  /** Answers when it has begun; `hub.changed` tells the rest. One at a time; the same again goes on where it broke off. */
  'hub.fetch': request<null>()(repository.extend({ name: z.string().min(1).max(100).optional() })),
  /** What has arrived stays, for the next time. */
  'hub.cancel': request<null>()(z.strictObject({})),
};
