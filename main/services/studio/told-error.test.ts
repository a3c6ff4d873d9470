import { afterEach, expect, test, vi } from 'vitest';
import { StudioError } from '../../../app/errors.ts';
import { toldError } from './told-error.ts';

afterEach(() => vi.unstubAllEnvs());

const error = new StudioError(
  'no_such_run',
  'There is none. `npm start -- runs list` shows those there are.',
);

test('a window is told how the program is called from a clone, and no stack', () => {
  vi.stubEnv('BERT_STUDIO_CALLED', '');
  expect(toldError(error)).toEqual({
    code: 'no_such_run',
    message: error.message,
    details: {},
    stack: null,
  });
});

test('in a portable folder a window is told how the program is called there', () => {
  vi.stubEnv('BERT_STUDIO_CALLED', './start.sh');
  expect(toldError(error).message).toBe('There is none. `./start.sh runs list` shows those there are.');
});
