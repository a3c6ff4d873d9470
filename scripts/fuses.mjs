// Sets the fuses of a packaged Electron, and reads them back: a package whose binary says otherwise is not made.
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

export const FUSES = {
  // The program cannot be made to run other programs' scripts, by environment, options or a debugger.
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // Nor other code than what was packaged.
  OnlyLoadAppFromAsar: true,
  EnableEmbeddedAsarIntegrityValidation: true,
  EnableCookieEncryption: true,
  GrantFileProtocolExtraPrivileges: false,
  LoadBrowserProcessSpecificV8Snapshot: false,
};
const ENDINGS = { darwin: '.app', win32: '.exe', linux: '' };

/** Electron-builder's hook, before anything is signed. */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const name = electronPlatformName === 'linux' ? packager.executableName : packager.appInfo.productFilename;
  const binary = join(appOutDir, `${name}${ENDINGS[electronPlatformName]}`);
  await setFuses(binary);
  const wrong = await wrongFuses(binary);
  if (wrong.length > 0) throw new Error(`${binary}: ${wrong.join(', ')}.`);
  console.log(`  • fuses set and read back  ${binary}`);
}

/** @param {string} binary path of Electron's executable, or of the .app on a Mac. */
export async function setFuses(binary) {
  const wire = Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name], on]);
  const resetAdHocDarwinSignature = binary.endsWith('.app') && process.platform === 'darwin';
  await flipFuses(binary, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature,
    ...Object.fromEntries(wire),
  });
}

/** The fuses of a binary that are not as they should be, in words. */
export async function wrongFuses(binary) {
  const wire = await getCurrentFuseWire(binary);
  return Object.entries(FUSES)
    .filter(([name, on]) => String.fromCharCode(wire[FuseV1Options[name]]) !== (on ? '1' : '0'))
    .map(([name, on]) => `the fuse ${name} is not ${on ? 'on' : 'off'}`);
}
