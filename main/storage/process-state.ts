import { readFile } from 'node:fs/promises';

/** Whether there is a process of this id that does something. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // A killed process that nobody has waited for, as in containers without an init, still answers to its id.
  const [state] = await statOf(pid);
  return state !== 'Z' && state !== 'X';
}

/** When a process began, in ticks since the computer did: its id may be given to another later. Null where Linux is not. */
export async function beganAt(pid: number): Promise<string | null> {
  return (await statOf(pid))[19] ?? null;
}

/** What Linux says of a process, from its state on. */
async function statOf(pid: number): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // `pid (name) state ...`, and the name may hold parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Whether there is a process of this id, whosever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
