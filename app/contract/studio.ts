import type { TransferredError } from '../transferred-error.ts';
import { type DatasetProgress, datasetRequests } from './datasets.ts';
import { deviceRequests } from './devices.ts';
import { diagnosticRequests } from './diagnostics.ts';
import { type ExperimentState, experimentRequests } from './experiments.ts';
import { type ExportProgress, exportRequests } from './exports.ts';
import { type HubDownload, hubRequests } from './hub.ts';
import { inferenceRequests } from './inference.ts';
import { lessonRequests } from './lessons.ts';
import { modelRequests } from './models.ts';
import { probeRequests } from './probes.ts';
import type { ParamsOf, ResultOf } from './request.ts';
import { resultRequests } from './results.ts';
import { type RunEvent, runRequests } from './runs.ts';
import { folderRequests, workspaceRequests } from './workspace.ts';

/** Everything a window can ask of the studio. */
export const studioRequests = {
  ...workspaceRequests,
  ...folderRequests,
  ...modelRequests,
  ...datasetRequests,
  ...runRequests,
  ...probeRequests,
  ...exportRequests,
  ...inferenceRequests,
  ...lessonRequests,
  ...deviceRequests,
  ...diagnosticRequests,
  ...experimentRequests,
  ...resultRequests,
  ...hubRequests,
};

type StudioRequests = typeof studioRequests;
export type RequestName = keyof StudioRequests;
export type RequestParams<Name extends RequestName> = ParamsOf<StudioRequests[Name]>;
export type RequestResult<Name extends RequestName> = ResultOf<StudioRequests[Name]>;

/** Everything the studio tells its windows unasked. */
export interface StudioEvents {
  readonly 'run.event': RunEvent;
  /** The list of runs changed: ask for it again. */
  readonly 'runs.changed': null;
  readonly 'dataset.progress': DatasetProgress;
  /** More is known of a dataset that was shown while it was being read: ask again. */
  readonly 'dataset.changed': { readonly id: string };
  readonly 'export.progress': ExportProgress;
  readonly 'experiment.changed': ExperimentState;
  readonly 'hub.changed': HubDownload;
  readonly 'workspace.changed': { readonly key: string };
  /** The list of learners whose results are here changed: ask for it again. */
  readonly 'learners.changed': null;
  /** The worker that answers questions died and was started anew. */
  readonly 'inference.restarted': { readonly reason: string };
  /** Rows predicted so far of a file. */
  readonly 'inference.rows': { readonly job: string; readonly rows: number };
  /** A menu item or shortcut of the desktop shell. */
  readonly command: { readonly command: string };
}
export type EventName = keyof StudioEvents;

/** What both shells carry: one question with its answer, and events. */
export interface StudioClient {
  invoke<Name extends RequestName>(name: Name, params: RequestParams<Name>): Promise<RequestResult<Name>>;
  /** @returns what ends it. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: StudioEvents[Name]) => void): () => void;
  /** `lost` while the studio cannot be reached. */
  onConnection(listener: (state: 'open' | 'lost') => void): () => void;
}

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: TransferredError };
