export function findElectron(): string | null;
export function hasDisplay(platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv): boolean;
export function ensureElectron():
  | { readonly path: string; readonly reason: null }
  | { readonly path: null; readonly reason: string };
