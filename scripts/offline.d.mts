export const SOMETHING_LEFT: number;
export function whyNotOffline(): string | null;
