import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../main/storage/paths.ts';

const START = join(projectRoot(), 'scripts/start.mjs');

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

/** Starts the program and interrupts it once a line of its output matches. */
export function studioInterrupted(folder: string, pattern: RegExp, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [START, ...args], {
      cwd: folder,
      env: { ...process.env, BERT_STUDIO_HOME: join(folder, 'home'), NO_COLOR: '1' },
    });
    let [out, err, interrupted] = ['', '', false];
    child.stdout.on('data', (data) => {
      out += data;
      if (interrupted || !pattern.test(out)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
