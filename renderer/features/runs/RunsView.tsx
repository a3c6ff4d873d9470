export function RunsView() {
  return <section className="pane" aria-label="Runs" />;
}
