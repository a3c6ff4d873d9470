import { expect, test } from 'vitest';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { openFor, useTry } from './try-state.ts';

const run = (id: string) => ({ id, origin: 'run', head: { task: 'text-classification' } }) as ModelSummary;
const MODELS = [run('run:newest'), run('run:older')];

test('a run stands beside its own beginning, unless something else was put there', () => {
  openFor({ model: 'run:newest' }, MODELS);
  openFor({ model: 'run:older' }, MODELS);
  expect(useTry.getState().right.classify).toEqual({ model: 'run:older', checkpoint: null });
  expect(useTry.getState().left.classify).toEqual({ model: 'run:older', checkpoint: 'untrained' });

  const put = { model: 'run:newest', checkpoint: null };
  useTry.setState({ left: { classify: put } });
  openFor({ model: 'run:older' }, MODELS);
  expect(useTry.getState().left.classify).toBe(put);
});
