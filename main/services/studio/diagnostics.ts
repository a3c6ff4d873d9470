import { homedir } from 'node:os';
import type { Diagnostics, diagnosticRequests } from '../../../app/contract/diagnostics.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { findRuns } from '../../storage/runs.ts';
import { examine } from '../doctor/doctor.ts';
import type { Log } from '../log.ts';
import type { StudioContext } from './context.ts';
import { info } from './workspace.ts';

/** What helps those who help: the computer, the program, how runs ended, and the log. */
export function diagnosticHandlers(context: StudioContext, log: Log): Handlers<typeof diagnosticRequests> {
  return { 'studio.diagnostics': () => diagnose(context, log) };
}

async function diagnose(context: StudioContext, log: Log): Promise<Diagnostics> {
  const { version, shell, platform, cpu, threads, memoryBytes } = await info(context);
  const checks = (await examine()).map(({ name, state, found, remedy }) =>
    [`${state}  ${name}: ${found}`, ...(remedy === null ? [] : [`      ${remedy}`])].join('\n'),
  );
  const runs = (await findRuns(context.runsFolder)).map((found) => {
    if (!('run' in found)) return 'a run that cannot be read';
    const { status, head, device, progress, error } = found.run.record;
    const step = `step ${progress.global_step} of ${progress.max_steps}`;
    return [status, head.task, device, step, ...(error ? [error.code] : [])].join(', ');
  });
  const parts = [
    `BERT Studio ${version}, ${shell}, ${platform}, ${cpu}, ${threads} threads, ${(memoryBytes / 2 ** 30).toFixed(1)} GB`,
    `This computer\n${checks.join('\n')}`,
    `Runs, without their names and data\n${runs.join('\n') || 'none'}`,
    `Log\n${log.read() || 'empty'}`,
  ];
  const name = `bert-studio-diagnostics-${new Date().toISOString().slice(0, 10)}.txt`;
  return { name, text: parts.join('\n\n').replaceAll(homedir(), '~') };
}
