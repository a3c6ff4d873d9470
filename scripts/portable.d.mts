export const RUNTIMES: Readonly<
  Record<string, { readonly package: string; readonly integrity: string; readonly binary: string }>
>;
export function layOut(
  target: string,
  platform: string,
  parts: {
    readonly node: string;
    readonly licence: string | null;
    readonly modules: string;
    readonly resources?: string;
  },
): Promise<void>;
export function fetchRuntime(
  platform: string,
  cache: string,
): { readonly node: string; readonly licence: string | null };
