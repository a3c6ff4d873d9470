export function LearnView() {
  return <section className="pane" aria-label="Learn" />;
}
