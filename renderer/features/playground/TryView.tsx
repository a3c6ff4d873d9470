export function TryView() {
  return <section className="pane" aria-label="Try" />;
}
