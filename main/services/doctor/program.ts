import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { StudioError } from '../../../app/errors.ts';
import { NO_TELEMETRY } from '../../runtime/onnx-runtime.ts';
import { readJsonFile } from '../../storage/json-file.ts';
import { projectRoot, resourcesFolder } from '../../storage/paths.ts';
import { type Computer, whyNoElectron, whyNoWindow } from '../electron-binary.ts';
import { bad, type Check, good, note } from './check.ts';

const LONGEST_LOAD = 60_000;
const LOADS_RUNTIME =
  "import('onnxruntime-node').then(({ listSupportedBackends, env }) => console.log(env.versions.node, listSupportedBackends().filter(({ bundled }) => bundled).map(({ name }) => name).join(', ')))";
const BROWSERS = ['xdg-open', 'firefox', 'chromium', 'google-chrome', 'microsoft-edge'];

const SUMS = {
  holds: 'the checksums of the models',
  version: 1,
  schema: z.record(z.string(), z.string()),
};
const COPY_ANEW = 'Copy BERT Studio anew: with git, "git checkout -- resources/models".';

/** Loads ONNX Runtime in a process of its own, so that one that crashes takes nothing with it. */
export function checkRuntime(program = LOADS_RUNTIME): Promise<Check> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...NO_TELEMETRY };
    const options = { cwd: projectRoot(), timeout: LONGEST_LOAD, env };
    execFile(process.execPath, ['-e', program], options, (error, stdout, stderr) => {
      if (!error) return resolve(good('ONNX Runtime', stdout.trim().replace(' ', ' with ')));
      const line = stderr.split('\n').find((text) => /error|cannot|not found/i.test(text));
      const found = line?.trim() ?? (error.signal ? `ended by ${error.signal}` : error.message);
      resolve(bad('ONNX Runtime', found, remedyFor(found)));
    });
  });
}

function remedyFor(found: string): string {
  if (/GLIBC|ld-linux|musl/.test(found))
    return 'It needs a Linux with glibc 2.28 or newer (not Alpine): use a newer one.';
  if (/Cannot find (?:module|package)/.test(found)) return installAnew();
  if (process.platform === 'win32')
    return 'Install the Microsoft Visual C++ Redistributable, then run this again.';
  return `${installAnew()} If that does not help, tell us with "doctor --json".`;
}

/** A portable folder, whose starter says how it is called, has no npm. */
function installAnew(): string {
  if (process.env.BERT_STUDIO_CALLED) return 'Copy the folder of BERT Studio anew.';
  return 'Delete node_modules and run "npm start" again; it installs anew.';
}

/** Compares what comes with the program with the checksums that come with it. */
export async function checkModels(folder = join(resourcesFolder(), 'models')): Promise<Check> {
  const list = join(folder, 'sha256.json');
  const sums = await readJsonFile(list, SUMS).catch((error: unknown) => {
    if (error instanceof StudioError) return null;
    throw error;
  });
  if (sums === null) return bad('Models', `${list} is missing or damaged`, COPY_ANEW);
  const checked = Object.entries(sums).map(async ([name, sum]) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [`${name} is missing`];
    return (await sha256(path)) === sum ? [] : [`${name} is not as it came`];
  });
  const problems = (await Promise.all(checked)).flat();
  if (problems.length === 0) return good('Models', `${Object.keys(sums).length} embedded files are intact`);
  return bad('Models', problems.join('; '), COPY_ANEW);
}

export function checkWindow(computer?: Computer): Check {
  const reason = whyNoWindow(computer) ?? whyNoElectron();
  if (reason === null) return good('Desktop window', 'Electron is there');
  return note('Desktop window', reason, 'The studio opens in the browser instead. Nothing is missing there.');
}

/** @param isThere whether a program of this name can be started. */
export function checkBrowser(
  platform: NodeJS.Platform = process.platform,
  isThere: (name: string) => boolean = canBeStarted,
): Check {
  if (platform !== 'linux') return good('Browser', 'the one that opens links');
  const found = BROWSERS.find(isThere);
  if (found !== undefined) return good('Browser', found);
  return note(
    'Browser',
    'none was found',
    'Install Firefox or Chromium, and open the link that is printed in it.',
  );
}

function canBeStarted(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
