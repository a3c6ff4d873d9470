import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A graphics card as the operating system describes it; null for what it does not say. */
export interface GraphicsCard {
  readonly name: string;
  readonly memoryBytes: number | null;
  readonly driver: string | null;
}

/** What the computer is asked with; tests answer in its place. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The output of a program; rejects where it is missing or fails. */
  run(program: string, args: readonly string[]): Promise<string>;
  read(path: string): Promise<string>;
  list(folder: string): Promise<readonly string[]>;
}

const TIME_LIMIT = 10_000;

export const thisSystem: System = {
  platform: process.platform,
  env: process.env,
  run: async (program, args) =>
    (await promisify(execFile)(program, args, { timeout: TIME_LIMIT, windowsHide: true })).stdout,
  read: (path) => readFile(path, 'utf8'),
  list: (folder) => readdir(folder),
};

/** The graphics cards of this computer, software ones that were chosen by hand included. Empty where nothing tells. */
export async function graphicsCards(system: System = thisSystem): Promise<GraphicsCard[]> {
  const ask = { linux: linuxCards, darwin: macCards, win32: windowsCards }[system.platform as string];
  return ask ? ask(system).catch(() => []) : [];
}

/** NVIDIA's cards with their driver, by its own tool. */
export async function nvidiaCards({ run }: System): Promise<GraphicsCard[]> {
  const fields = '--query-gpu=name,memory.total,driver_version';
  const text = await run('nvidia-smi', [fields, '--format=csv,noheader,nounits']).catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.includes(','))
    .map((line) => {
      const [name, mebibytes, driver] = line.split(',').map((part) => part.trim());
      return { name: name!, memoryBytes: Number(mebibytes) * 2 ** 20, driver: driver ?? null };
    });
}

const VENDORS: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };
const SOFTWARE = /swiftshader|lvp|lavapipe/i;

async function linuxCards(system: System): Promise<GraphicsCard[]> {
  const icd = system.env.VK_ICD_FILENAMES ?? '';
  if (SOFTWARE.test(icd)) {
    const name = /swiftshader/i.test(icd) ? 'SwiftShader' : 'llvmpipe';
    return [{ name: `${name}, a GPU computed by the processor`, memoryBytes: null, driver: null }];
  }
  const nvidia = await nvidiaCards(system);
  const folders = (await system.list('/sys/class/drm').catch(() => [])).filter((name) =>
    /^card\d+$/.test(name),
  );
  const others = await Promise.all(
    folders.map((name) => linuxCard(system, join('/sys/class/drm', name, 'device'))),
  );
  return [
    ...nvidia,
    ...others.filter((card) => card !== null && (nvidia.length === 0 || !card.name.startsWith('NVIDIA'))),
  ] as GraphicsCard[];
}

async function linuxCard({ read }: System, folder: string): Promise<GraphicsCard | null> {
  const text = async (name: string) => (await read(join(folder, name)).catch(() => '')).trim();
  const vendor = VENDORS[await text('vendor')];
  if (!vendor) return null;
  const driver = /^DRIVER=(.*)$/m.exec(await text('uevent'))?.[1] ?? null;
  const memory = Number(await text('mem_info_vram_total'));
  return { name: `${vendor} ${await text('device')}`, memoryBytes: memory || null, driver };
}

async function macCards({ run }: System): Promise<GraphicsCard[]> {
  const { SPDisplaysDataType: cards } = JSON.parse(
    await run('system_profiler', ['SPDisplaysDataType', '-json']),
  );
  return (cards as Record<string, string>[]).map((card) => ({
    name: card.sppci_model ?? card._name ?? 'Apple GPU',
    // Apple's GPUs share the computer's memory.
    memoryBytes: null,
    driver: card.spdisplays_mtlgpufamilysupport?.replace('spdisplays_', '') ?? null,
  }));
}

async function windowsCards(system: System): Promise<GraphicsCard[]> {
  const nvidia = await nvidiaCards(system);
  const query = 'Get-CimInstance Win32_VideoController | Select-Object Name,DriverVersion | ConvertTo-Json';
  const found = JSON.parse(await system.run('powershell.exe', ['-NoProfile', '-Command', query]));
  const cards = [found].flat() as { Name: string; DriverVersion: string }[];
  return cards.map(({ Name, DriverVersion }) => {
    const known = nvidia.find(({ name }) => Name.includes(name) || name.includes(Name));
    return known ?? { name: Name, memoryBytes: null, driver: DriverVersion };
  });
}
