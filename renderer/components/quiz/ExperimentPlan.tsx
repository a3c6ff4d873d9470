import type { Experiment } from '../../../app/lessons/experiment.ts';
import { Disclosure } from '../Disclosure.tsx';

/** What will be run, or was: as the lesson's file says it, so that anyone can do it again. */
export function ExperimentPlan({ experiment }: { readonly experiment: Experiment }) {
  return (
    <Disclosure title="What is run" detail={experiment.title}>
      <dl className="plan">
        {rowsOf(experiment).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}

function rowsOf(experiment: Experiment): (readonly [string, string])[] {
  const { arms, model } = experiment;
  switch (experiment.kind) {
    case 'tokens':
      return [['model', model], ...experiment.arms.map(({ title, text }) => [title, text] as const)];
    case 'hidden-words':
      return [
        ['model', model],
        ['sentences', `the first ${experiment.sentences} of ${experiment.dataset} with words enough`],
        ['hidden', `one word of each, drawn with seed ${experiment.seed}: the same for every part`],
        ['parts', arms.map(({ title }) => title).join('; ')],
      ];
    case 'training':
      return [
        ['model', model],
        ['data', experiment.dataset],
        ['in every run', settings(experiment.args)],
        ...experiment.arms.map(({ title, args, shuffle_labels }) => {
          const own = [settings(args), shuffle_labels ? 'labels of the training rows shuffled' : ''];
          return [title, own.filter((part) => part !== '').join('; ') || 'nothing else'] as const;
        }),
        ['figure', `${experiment.metric} of the last evaluation, on rows set aside`],
      ];
  }
}

const settings = (args: Readonly<Record<string, unknown>>): string =>
  Object.entries(args)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
