// The most memory this process has held at once, in bytes.
import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/** Peak resident set. Linux's own figure where there is one: rusage's survives exec and may show the parent's. */
export function peakBytes() {
  const line = existsSync(STATUS) && readFileSync(STATUS, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m);
  return line ? Number(line[1]) * 1024 : process.resourceUsage().maxRSS * 1024;
}
