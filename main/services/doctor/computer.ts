import { readFileSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../storage/atomic.ts';
import { projectRoot, userFolder } from '../../storage/paths.ts';
import { bad, type Check, good, note } from './check.ts';

/** What ONNX Runtime has a library for; Intel Macs have had none since its version 1.24. */
const SUPPORTED = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];
const GIGABYTE = 2 ** 30;
/** Fine-tuning bert-base with the lesson's arguments peaks near this, MiniLM far below. */
const COMFORTABLE_MEMORY = 6 * GIGABYTE;
const LEAST_MEMORY = 2 * GIGABYTE;
const COMFORTABLE_DISK = 5 * GIGABYTE;
const LEAST_DISK = GIGABYTE;

export function checkNode(version = process.versions.node): Check {
  const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  const wanted: string = manifest.engines.node.replace('>=', '');
  const numbers = (text: string) => text.split('.').map(Number);
  const [major, minor] = numbers(version);
  const [leastMajor, leastMinor] = numbers(wanted);
  const isNew = major! > leastMajor! || (major === leastMajor && minor! >= leastMinor!);
  if (isNew) return good('Node.js', version);
  return bad('Node.js', version, `Install ${wanted} or newer from https://nodejs.org.`);
}

export function checkSystem(platform: string = process.platform, arch: string = process.arch): Check {
  const found = `${type()} ${release()}, ${platform}-${arch}`;
  if (SUPPORTED.includes(`${platform}-${arch}`)) return good('System', found);
  const why =
    platform === 'darwin' ? 'has had no library for Intel Macs since version 1.24' : 'has no library for it';
  return bad(
    'System',
    found,
    `ONNX Runtime ${why}, so models cannot run here; lessons, data and quiz can. Supported: ${SUPPORTED.join(', ')}.`,
  );
}

/** @param flags what Linux tells of the processor; null elsewhere. */
export function checkProcessor(arch: string = process.arch, flags = processorFlags()): Check {
  const found = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} threads`;
  if (arch !== 'x64' || flags === null) return good('Processor', found);
  if (flags.includes('avx512f')) return good('Processor', `${found}, AVX-512`);
  if (flags.includes('avx2')) return good('Processor', `${found}, AVX2`);
  return note('Processor', `${found}, without AVX2`, 'Training works, several times slower than with AVX2.');
}

export function checkMemory(total = totalmem(), free = freemem()): Check {
  const found = `${gigabytes(total)} GB, ${gigabytes(free)} GB of it free`;
  if (total >= COMFORTABLE_MEMORY) return good('Memory', found);
  if (total >= LEAST_MEMORY)
    return note(
      'Memory',
      found,
      'Train the small model, MiniLM; BERT base may not fit beside other programs.',
    );
  return bad('Memory', found, 'Close other programs. Training needs about 2 GB.');
}

export async function checkDisk(folder = userFolder()): Promise<Check> {
  let free: number;
  try {
    await makeFolder(folder);
    const { bavail, bsize } = await statfs(folder);
    free = bavail * bsize;
  } catch (error) {
    return bad('Disk', (error as Error).message, `Make ${folder} possible, or set BERT_STUDIO_HOME.`);
  }
  const found = `${gigabytes(free)} GB free for ${folder}`;
  if (free >= COMFORTABLE_DISK) return good('Disk', found);
  const remedy = 'A checkpoint of BERT base takes 1.3 GB, one of MiniLM 0.3 GB. Free some space.';
  return free >= LEAST_DISK ? note('Disk', found, remedy) : bad('Disk', found, remedy);
}

export async function checkFolder(folder = userFolder()): Promise<Check> {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
    return good('Data folder', `${folder} can be written`);
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const remedy = 'Make it yours, or set BERT_STUDIO_HOME to a folder you may write to.';
    return bad('Data folder', `${folder} cannot be written (${code})`, remedy);
  }
}

function processorFlags(): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  return /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? null;
}

function gigabytes(bytes: number): string {
  return (bytes / GIGABYTE).toFixed(1);
}
