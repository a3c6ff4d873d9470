import { execFileSync } from 'node:child_process';

/** The process below another whose command line has some words; null where there is none. Not on Windows. */
export function processBelow(ancestor: number, words: string): number | null {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const all = lines.flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
  const below = new Set([ancestor]);
  for (let size = 0; size < below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all.find(({ pid, args }) => pid !== ancestor && below.has(pid) && args.includes(words))?.pid ?? null;
}
