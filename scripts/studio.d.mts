export interface StartedStudio {
  /** Works once. */
  readonly link: string;
  readonly pid: number;
  close(): Promise<number | null>;
}
export function startStudio(options?: {
  readonly program?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}): Promise<StartedStudio>;
