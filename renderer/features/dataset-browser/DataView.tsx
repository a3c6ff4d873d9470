export function DataView() {
  return <section className="pane" aria-label="Data" />;
}
