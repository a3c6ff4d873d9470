import { nameOfLabel } from '../../app/data/label-names.ts';
import { StudioError } from '../../app/errors.ts';
import { loadDataset } from '../storage/datasets.ts';
import { nameLabels } from '../storage/own-datasets.ts';
import { labelsOf } from './datasets.ts';

/** In a message. */
const MOST_LISTED = 20;

interface NamedLabel {
  /** What the file has. */
  readonly label: string;
  /** What it is called here; the same where it was given no name. */
  readonly name: string;
  readonly count: number;
}

/**
 * The labels of a dataset, most frequent first, and what they are called.
 *
 * @throws StudioError `unknown_dataset`, `no_labels` where it has numbers or texts alone.
 */
export async function labelNamesOf(dataset: string): Promise<readonly NamedLabel[]> {
  const every = ['train', 'validation', 'test'] as const;
  const { columns } = await loadDataset(dataset);
  if (columns.task === 'fill-mask' || columns.problemType === 'regression') {
    const what = columns.problemType === 'regression' ? 'numbers to predict' : 'texts alone';
    throw new StudioError('no_labels', `${dataset} has ${what}, so there are no labels to name.`);
  }
  const inFile = labelsOf(await loadDataset(dataset, { labelNames: {} }, every));
  return inFile.map(({ label, count }) => ({ label, count, name: nameOfLabel(label, columns.labelNames) }));
}

/**
 * Names labels of a dataset a person imported, beside the names others have.
 *
 * @param given `0=different`: what the file has, and its name; an empty name takes one away.
 * @returns its labels with their names now.
 * @throws StudioError `unknown_label_name` listing those there are, `invalid_label_name`, and as `labelNamesOf`, `nameLabels`.
 */
export async function giveLabelNames(
  dataset: string,
  given: readonly string[],
): Promise<readonly NamedLabel[]> {
  const labels = await labelNamesOf(dataset);
  const names = new Map(
    labels.filter(({ label, name }) => name !== label).map(({ label, name }) => [label, name]),
  );
  for (const pair of given) {
    const [label, name] = labelAndName(pair, labels);
    if (name === '' || name === label) names.delete(label);
    else names.set(label, name);
  }
  await nameLabels(dataset, Object.fromEntries(names));
  return labels.map(({ label, count }) => ({ label, count, name: names.get(label) ?? label }));
}

/** Labels may hold `=` themselves: the longest that there is counts. */
function labelAndName(pair: string, labels: readonly NamedLabel[]): readonly [string, string] {
  if (!pair.includes('=')) {
    throw new StudioError(
      'invalid_label_name',
      `"${pair}" names no label. Write LABEL=NAME, as in 0=different.`,
    );
  }
  for (let at = pair.lastIndexOf('='); at >= 0; at = at === 0 ? -1 : pair.lastIndexOf('=', at - 1)) {
    const label = pair.slice(0, at);
    if (labels.some((each) => each.label === label)) return [label, pair.slice(at + 1).trim()];
  }
  const there = labels.slice(0, MOST_LISTED).map(({ label }) => `"${label}"`);
  const more = labels.length > MOST_LISTED ? ` and ${labels.length - MOST_LISTED} more` : '';
  throw new StudioError(
    'unknown_label_name',
    `There is no label "${pair.slice(0, pair.indexOf('='))}". The file has ${there.join(', ')}${more}.`,
  );
}
