/** More labels than this are told apart by their names alone. */
const MOST_MARKS = 4;

/** A dot that is full for the first label and empty for the last, so that no colour is needed. */
export function LabelMark({ label, labels }: { readonly label: string; readonly labels: readonly string[] }) {
  const index = labels.indexOf(label);
  if (index < 0 || labels.length > MOST_MARKS) return null;
  const full = labels.length === 1 ? 1 : 1 - index / (labels.length - 1);
  return (
    <i
      className="label-mark"
      style={{ background: `conic-gradient(var(--ink-2) ${full}turn, transparent 0)` }}
      aria-hidden="true"
    />
  );
}
