export const FUSES: Readonly<Record<string, boolean>>;
export function setFuses(binary: string): Promise<void>;
export function wrongFuses(binary: string): Promise<string[]>;
