// What the figures were measured on.
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

const INSTRUCTIONS = /^(avx.*|fma|f16c|amx.*|neon|asimd.*|bf16|i8mm|sve.*)$/;

export function describeMachine() {
  const info = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const flags = info.match(/^(?:flags|Features)\s*:\s*(.*)$/m)?.[1].split(' ') ?? [];
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    instructionSets: flags.filter((flag) => INSTRUCTIONS.test(flag)),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    // Other work on the machine makes every figure worse and noisier: a reader should see it.
    loadAtStart: loadavg()[0],
  };
}
