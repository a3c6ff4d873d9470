import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { z } from 'zod';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { parseJson } from '../../app/parse-json.ts';

type RepositoryKind = 'models' | 'datasets';

export interface Repository {
  readonly kind: RepositoryKind;
  /** `bert-base-uncased` or `nyu-mll/glue`. */
  readonly id: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
}

export interface HubFile {
  /** Inside the repository, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** What its content must hash to: `sha256` of the bytes for large files (LFS), git's `sha1` for the others. */
  readonly digest: { readonly algorithm: 'sha256' | 'sha1'; readonly hex: string };
}

interface Listing {
  /** The name the Hub knows it by: an old name leads to the new one. */
  readonly id: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
}

export interface HubOptions {
  /** A mirror; by default `HF_ENDPOINT` or the Hub itself. */
  readonly endpoint?: string;
  /** For private repositories; by default `HF_TOKEN`. */
  readonly token?: string;
  /** Without any byte for this long, in milliseconds, a connection counts as broken. */
  readonly timeout?: number;
}

const HUB = 'https://huggingface.co';
const PATIENCE = 30_000;
/** Characters of a listing: thousands of files, and far from what fills the memory. */
const LONGEST_LISTING = 20_000_000;

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));
/** Neither part begins with a dot or a dash, as the Hub has it: `./folder` is a path. */
const ID = /^\w[\w.-]*(\/\w[\w.-]*)?$/;
const REVISION = /^[\w.-]+(\/[\w.-]+)*$/;

const listingSchema = z.object({
  id: z.string().regex(ID),
  sha: hex(40),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().min(0),
      blobId: hex(40),
      lfs: z.object({ sha256: hex(64), size: z.int().min(0) }).optional(),
    }),
  ),
});

/** A repository's address on the Hub, or on a mirror of it (https://huggingface.co/docs/hub/api). */
export class HubClient {
  readonly endpoint: string;
  readonly #token: string | undefined;
  readonly #connections: EnvHttpProxyAgent;

  /** Proxies are taken from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
  constructor({ endpoint, token, timeout = PATIENCE }: HubOptions = {}) {
    this.endpoint = hubEndpoint(endpoint);
    this.#token = token ?? process.env.HF_TOKEN;
    this.#connections = new EnvHttpProxyAgent({
      connectTimeout: timeout,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  /** @throws StudioError `not_on_hub`, `hub_unreachable`, `bad_answer`. */
  async list(repository: Repository, signal?: AbortSignal): Promise<Listing> {
    const { kind, id, revision } = checked(repository);
    const url = `${this.endpoint}/api/${kind}/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
    const response = await this.#request(url, {}, signal);
    if ([401, 403, 404].includes(response.status)) throw notThere(repository, response.status, this.endpoint);
    if (!response.ok) throw badAnswer(url, `the answer was ${response.status} ${response.statusText}`);
    const parsed = listingSchema.safeParse(await readJson(url, response));
    if (!parsed.success) throw badAnswer(url, z.prettifyError(parsed.error));
    const files = parsed.data.siblings.map(
      ({ rfilename, size, blobId, lfs }): HubFile => ({
        path: safePath(url, rfilename),
        size: lfs?.size ?? size,
        digest: lfs ? { algorithm: 'sha256', hex: lfs.sha256 } : { algorithm: 'sha1', hex: blobId },
      }),
    );
    return { id: parsed.data.id, commit: parsed.data.sha, files };
  }

  /** A file's bytes from `start` on. The server may answer with all of them: status 200 instead of 206. */
  open(
    { kind, id }: Repository,
    commit: string,
    path: string,
    start: number,
    signal?: AbortSignal,
  ): Promise<Response> {
    const folder = kind === 'models' ? '' : `${kind}/`;
    const name = path.split('/').map(encodeURIComponent).join('/');
    const range = start > 0 ? { Range: `bytes=${start}-` } : {};
    return this.#request(`${this.endpoint}/${folder}${id}/resolve/${commit}/${name}`, range, signal);
  }

  async close(): Promise<void> {
    await this.#connections.destroy();
  }

  async #request(
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const authorization = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    try {
      return await fetch(url, {
        // Compressed bytes could not be resumed.
        headers: { 'Accept-Encoding': 'identity', ...authorization, ...headers },
        dispatcher: this.#connections,
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      if (signal?.aborted) throw new CancelledError('The download');
      throw unreachable(this.endpoint, cause);
    }
  }
}

/** The Hub, or a mirror of it: the one given, or the one that `HF_ENDPOINT` names. */
export function hubEndpoint(given?: string): string {
  return (given ?? process.env.HF_ENDPOINT ?? HUB).replace(/\/+$/, '');
}

/** Host of the proxy that the way to an endpoint takes, without its user and password; null where it takes none. */
export function proxyFor(endpoint: string): string | null {
  const { env } = process;
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  const http = env.http_proxy ?? env.HTTP_PROXY;
  const proxy = url.protocol === 'https:' ? (env.https_proxy ?? env.HTTPS_PROXY ?? http) : http;
  const excepted = (env.no_proxy ?? env.NO_PROXY ?? '').split(/[,\s]+/).filter(Boolean);
  const isExcepted = excepted.some((host) => host === '*' || url.hostname.endsWith(host.replace(/^\*/, '')));
  if (!proxy || isExcepted) return null;
  return URL.canParse(proxy) ? new URL(proxy).host : 'one that is no address';
}

/** Whether a text can be a repository's name, as `bert-base-uncased` or `nyu-mll/glue`. */
export function isHubId(text: string): boolean {
  return ID.test(text) && !text.includes('..');
}

function checked(repository: Repository): Repository {
  const { id, revision } = repository;
  const wrong = !isHubId(id) ? id : !REVISION.test(revision) || revision.includes('..') ? revision : null;
  if (wrong === null) return repository;
  throw new StudioError(
    'invalid_name',
    `${JSON.stringify(wrong)} cannot be a name on the Hub. A repository is named as "bert-base-uncased" or "nyu-mll/glue", a revision as "main".`,
  );
}

async function readJson(url: string, response: Response): Promise<unknown> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_LISTING) throw badAnswer(url, 'it is longer than any listing');
  }
  const json = parseJson(text);
  if (json === undefined) throw badAnswer(url, 'it is no JSON');
  return json;
}

/** A listing names files below the repository and nothing else, whatever a server says. */
function safePath(url: string, path: string): string {
  const parts = path.split('/');
  const isSafe =
    !/[\\\p{Cc}]/u.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isSafe) return path;
  throw badAnswer(url, `it names a file outside the repository: ${JSON.stringify(path)}`);
}

export function unreachable(endpoint: string, cause: unknown): StudioError {
  const { message, cause: reason } = cause as Error & { cause?: { code?: string; message?: string } };
  return new StudioError(
    'hub_unreachable',
    `${endpoint} could not be reached (${reason?.code ?? reason?.message ?? message}).`,
    { cause, details: { endpoint } },
  );
}

function notThere({ kind, id, revision }: Repository, status: number, endpoint: string): StudioError {
  const what = `${kind === 'models' ? 'model' : 'dataset'} "${id}" (revision ${revision})`;
  const message =
    status === 403
      ? `The ${what} must be asked for: accept its terms on ${endpoint}/${id}, then give your token as HF_TOKEN.`
      : `There is no ${what} at ${endpoint}, or it is private: check the name, or give your token as HF_TOKEN.`;
  return new StudioError('not_on_hub', message, { details: { id, revision, status } });
}

export function badAnswer(url: string, problem: string): StudioError {
  return new StudioError(
    'bad_answer',
    `${url} did not answer as the Hugging Face Hub does: ${problem}. Check the endpoint, or try again later.`,
    { details: { url } },
  );
}
