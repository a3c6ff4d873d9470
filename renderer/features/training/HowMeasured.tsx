import type { ProbeAnswer } from '../../../app/contract/probes.ts';
import { day, isToday, timeOfDay } from '../../components/times.ts';

/** When and on what the figures were measured, and what their range is. */
export function HowMeasured({ probe }: { readonly probe: NonNullable<ProbeAnswer['probe']> }) {
  const spans = probe.steps.map((step) => step.seconds);
  const at = new Date(probe.at);
  const when = isToday(at) ? `At ${timeOfDay(at)}` : `On ${day(at)}`;
  return (
    <section className="how">
      <h3>How it was measured</h3>
      <p>
        {when}, in the background, on a copy of the weights: two steps to warm up, then five timed ones on
        real batches of this data, <b>{Math.min(...spans).toFixed(2)}</b> to{' '}
        <b>{Math.max(...spans).toFixed(2)}</b> s each. Memory is the worker’s own peak over those steps.
      </p>
      <p className="takeaway">
        The range is the spread of those five steps, token for token. If other programs are busy it will take
        longer, and the strip below will say so while it runs.
      </p>
    </section>
  );
}
