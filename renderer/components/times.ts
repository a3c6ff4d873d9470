/** `14:36`. */
export function timeOfDay(at: Date): string {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** `26 Nov 2026`: no order of figures that could be read two ways. */
export function day(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export function isToday(at: Date): boolean {
  return at.toDateString() === new Date().toDateString();
}
