export function TrainView() {
  return <section className="pane" aria-label="Train" />;
}
