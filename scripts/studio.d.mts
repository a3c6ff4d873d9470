export interface StartedStudio {
  /** Works once. */
  readonly link: string;
  readonly pid: number;
  close(): Promise<number | null>;
  /** Only with `group`. */
  kill(): Promise<void>;
}
export function startStudio(options?: {
  readonly program?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly group?: boolean;
}): Promise<StartedStudio>;
