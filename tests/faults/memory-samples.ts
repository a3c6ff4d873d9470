import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { Page } from 'playwright';

/** What was held at one moment. Memory in MB of a million bytes. */
export interface MemorySample {
  /** Since the beginning, without the time in which all of this was stopped. */
  readonly minutes: number;
  readonly step: number;
  readonly studio: number;
  readonly training: number;
  /** The window's process, and what of it JavaScript still reaches after a collection. */
  readonly window: number;
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Of the studio; null where the system does not tell. */
  readonly openFiles: number | null;
}

/** @throws Error where the studio has no training process. */
export async function sampleMemory(
  page: Page,
  studio: number,
): Promise<Omit<MemorySample, 'minutes' | 'step'>> {
  const inPage = await page.context().newCDPSession(page);
  await inPage.send('HeapProfiler.collectGarbage');
  const { usedSize } = await inPage.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await inPage.send('Memory.getDOMCounters');
  await inPage.detach();
  const inBrowser = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await inBrowser.send('SystemInfo.getProcessInfo');
  await inBrowser.detach();

  const processes = listProcesses();
  const training = trainingOf(studio, processes);
  const sizeOf = (id: number) => processes.find(({ pid }) => pid === id)?.size ?? 0;
  const windows = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id));
  return {
    studio: sizeOf(studio),
    training: training.size,
    window: Math.max(...windows),
    heap: usedSize / 1e6,
    nodes,
    listeners: jsEventListeners,
    openFiles: process.platform === 'linux' ? readdirSync(`/proc/${studio}/fd`).length : null,
  };
}

/** The training process of a studio. @throws Error where it has none. */
export function trainingOf(studio: number, processes = listProcesses()) {
  const found = processes.find(
    ({ parent, command }) => parent === studio && command.includes('training-process'),
  );
  if (!found) throw new Error('The training process is gone.');
  return found;
}

function listProcesses() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' });
  return table.split('\n').map((line) => {
    const [pid, parent, kibibytes, ...command] = line.trim().split(/\s+/);
    return {
      pid: Number(pid),
      parent: Number(parent),
      size: (Number(kibibytes) * 1024) / 1e6,
      command: command.join(' '),
    };
  });
}

/** The least-squares line through `y` over `x`: its slope, and the standard error of that (0 for two points). */
export function slopeOf(x: readonly number[], y: readonly number[]): { slope: number; error: number } {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0) / spread;
  const rest = x.reduce((sum, value, i) => sum + (y[i]! - my - slope * (value - mx)) ** 2, 0);
  return { slope, error: x.length > 2 ? Math.sqrt(rest / (x.length - 2) / spread) : 0 };
}
