import type { Handlers } from '../../../app/contract/request.ts';
import type { studioRequests } from '../../../app/contract/studio.ts';
import type { Log } from '../log.ts';
import type { StudioContext } from './context.ts';
import { datasetService } from './datasets.ts';
import { deviceHandlers } from './devices.ts';
import { diagnosticHandlers } from './diagnostics.ts';
import { ExperimentService } from './experiments.ts';
import { exportHandlers } from './exports.ts';
import { folderHandlers } from './folders.ts';
import { heldOutHandlers } from './held-out.ts';
import { HubService } from './hub.ts';
import { inferenceService } from './inference.ts';
import type { Intake } from './intake.ts';
import { modelHandlers } from './models.ts';
import type { Outgoing } from './outgoing.ts';
import { ProbeService } from './probes.ts';
import { resultHandlers } from './results.ts';
import { RunService } from './runs.ts';
import { workspaceHandlers } from './workspace.ts';

/** What answers each request of the contract. */
export type StudioHandlers = Handlers<typeof studioRequests>;

interface Services {
  readonly handlers: StudioHandlers;
  isTraining(): boolean;
  /** To be called whenever a run began or ended: what measures waits for runs. */
  runsChanged(): void;
  /** Has a run that is going save and stop, then ends all processes. */
  close(): Promise<void>;
}

/** Everything that answers requests, put together: what measures makes way for runs, and a start ends a measurement. */
export function createServices(
  context: StudioContext,
  { intake, outgoing, log }: { readonly intake: Intake; readonly outgoing: Outgoing; readonly log: Log },
): Services {
  const isTraining = () => runs.processes.isTraining;
  const probes = new ProbeService(context, () => runs);
  const runs: RunService = new RunService(context, () => probes.cancel());
  const inference = inferenceService(context, intake);
  const experiments = new ExperimentService(context, inference.ask, isTraining);
  const datasets = datasetService(context, intake);
  const hub = new HubService(context, intake, log);
  return {
    handlers: {
      ...workspaceHandlers(context),
      ...folderHandlers(context),
      ...modelHandlers(context, intake),
      ...datasets.handlers,
      ...runs.handlers,
      ...probes.handlers,
      ...exportHandlers(context, outgoing),
      ...inference.handlers,
      ...heldOutHandlers(inference.answers),
      ...deviceHandlers(context, isTraining),
      ...experiments.handlers,
      ...hub.handlers,
      ...diagnosticHandlers(context, log),
      ...resultHandlers(context, intake, outgoing),
    },
    isTraining,
    runsChanged: () => experiments.runsChanged(),
    async close() {
      await experiments.cancel();
      hub.cancel();
      inference.close();
      datasets.close();
      probes.cancel();
      await runs.processes.close();
    },
  };
}
