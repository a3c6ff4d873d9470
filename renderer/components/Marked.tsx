/** Words before the first hit that are worth the room they take. */
const LEAD = 24;

/** A text with what was searched for marked; where the first hit lies far in, the text starts shortly before it. */
export function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const wanted = search.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Letters whose lower case is longer would shift the places: such a text is shown without marks.
  if (wanted === '' || lower.length !== text.length || !lower.includes(wanted)) return text;
  const firstHit = lower.indexOf(wanted);
  const start = firstHit > 2 * LEAD ? text.indexOf(' ', firstHit - LEAD) + 1 || firstHit : 0;
  const parts: React.ReactNode[] = start > 0 ? ['… '] : [];
  let at = Math.min(start, firstHit);
  for (let hit = firstHit; hit >= 0; hit = lower.indexOf(wanted, at)) {
    parts.push(text.slice(at, hit), <mark key={hit}>{text.slice(hit, hit + wanted.length)}</mark>);
    at = hit + wanted.length;
  }
  return [...parts, text.slice(at)];
}
