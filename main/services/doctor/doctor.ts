import type { Check } from './check.ts';
import { checkDisk, checkFolder, checkMemory, checkNode, checkProcessor, checkSystem } from './computer.ts';
import { checkBrowser, checkModels, checkRuntime, checkWindow } from './program.ts';

/** Everything the studio needs of this computer, looked at once. */
export async function examine(): Promise<readonly Check[]> {
  return Promise.all([
    checkNode(),
    checkSystem(),
    checkProcessor(),
    checkMemory(),
    checkDisk(),
    checkFolder(),
    checkRuntime(),
    checkModels(),
    checkWindow(),
    checkBrowser(),
  ]);
}
