export interface Ratios {
  /** Share by which a ratio may be lower. */
  readonly tolerance: number;
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

type Measured = Readonly<
  Record<string, { ratios: Readonly<Record<string, { speed: { readonly median: number } }>> }>
>;

export function compareRatios(
  expected: Ratios,
  measured: Measured,
): { row: string; side: string; expected: number; found: number; isSlower: boolean }[];
