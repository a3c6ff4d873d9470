import type { LabelScore, PredictedRow } from '../../../app/contract/inference.ts';
import type { HeadSpec } from '../../../app/models/task.ts';
import { figure, percent } from '../../components/figures.ts';

/** How far from chance an answer has to be before it is called one. */
const CHANCE_MARGIN = 0.1;

/** What choosing blindly is called where an answer is hardly better than that; null for one that is. */
function chanceWords({ labels }: HeadSpec, best: LabelScore): string | null {
  if (best.score >= 1 / labels.length + CHANCE_MARGIN) return null;
  return labels.length === 2 ? 'a coin' : `picking one of ${labels.length} blindly`;
}

/** One sentence about an answer by itself. */
export function saidAlone(head: HeadSpec, scores: readonly LabelScore[]): string {
  const [best] = scores;
  const { problemType } = head;
  if (!best || problemType === 'regression') return '';
  if (problemType === 'multi_label_classification') {
    const said = scores.filter(({ score }) => score > 0.5).map(({ label }) => label);
    return said.length === 0
      ? 'It says no to every label: none is above one half.'
      : `Above one half: ${said.join(', ')}.`;
  }
  const chance = chanceWords(head, best);
  if (chance) return `Close to ${chance}: it hardly prefers ${best.label}.`;
  return best.score > 0.95
    ? `Sure of ${best.label}; sure is not the same as right.`
    : `It leans to ${best.label}.`;
}

/** One sentence about what changed from one answer to another; empty where they cannot be compared. */
export function saidAgainst(head: HeadSpec, before: PredictedRow, after: PredictedRow): string {
  if (before.kind === 'words' || after.kind === 'words') return '';
  const [was, is] = [before.scores[0], after.scores[0]];
  if (!was || !is) return '';
  if (head.problemType === 'regression') {
    const change = is.score - was.score;
    return `${change < 0 ? 'Lower' : 'Higher'} by ${figure(Math.abs(change))} than on the left.`;
  }
  const share = before.scores.find(({ label }) => label === is.label)?.score;
  if (share === undefined) return 'The two have other labels, so their answers cannot be compared.';
  const [from, to] = [percent(share), percent(is.score)];
  if (was.label === is.label) return `Both say ${is.label}: ${from} on the left, ${to} here.`;
  const chance = head.problemType === 'multi_label_classification' ? null : chanceWords(head, is);
  return `Turned from ${was.label} to ${is.label}, which rose from ${from} to ${to}${chance ? `: that is close to ${chance}` : ''}.`;
}
