import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../main/storage/paths.ts';

export const START = join(projectRoot(), 'scripts/start.mjs');

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of the test's own, removed by the returned function. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs the program as a person would, in `folder`, with a home of its own. */
export function studio(folder: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [START, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, BERT_STUDIO_HOME: join(folder, 'home'), NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}

/** The program while it runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Resolves with what matched once its output does; rejects when it ends without. */
  seen(pattern: RegExp): Promise<string>;
}

/** Starts the program in a process group of its own, so that a test may end all of its processes at once. */
export function startCommand(folder: string, ...args: string[]): Started {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: folder,
    detached: true,
    env: { ...process.env, BERT_STUDIO_HOME: join(folder, 'home'), NO_COLOR: '1' },
  });
  let [out, err] = ['', ''];
  const ended = new Promise<Outcome>((resolve) => {
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
  const seen = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out)?.[0];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', look);
      look();
      void ended.then(() => reject(new Error(`It ended without ${pattern}: ${out}${err}`)));
    });
  return { child, ended, seen };
}

/** Starts the program and interrupts it once its output matches. */
export async function studioInterrupted(
  folder: string,
  pattern: RegExp,
  ...args: string[]
): Promise<Outcome> {
  const { child, ended, seen } = startCommand(folder, ...args);
  await seen(pattern);
  child.kill('SIGINT');
  return ended;
}
