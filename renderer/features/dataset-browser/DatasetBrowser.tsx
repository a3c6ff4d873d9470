export function DatasetBrowser() {
  return <section className="pane" aria-label="Data" />;
}
