import { expect, test } from 'vitest';
import { CancelledError, StudioError } from './errors.ts';
import { receiveError, transferError } from './transferred-error.ts';

test('an error arrives on the other side with its code, message and details', () => {
  const sent = transferError(new StudioError('missing_file', 'There is none.', { details: { file: 'a' } }));
  expect(receiveError(JSON.parse(JSON.stringify(sent)))).toMatchObject({
    code: 'missing_file',
    message: 'There is none.',
    details: { file: 'a' },
  });
});

test('a cancellation and a fault of the program are told apart', () => {
  expect(transferError(new CancelledError('The export')).code).toBe('cancelled');
  expect(transferError(new TypeError('x is undefined')).code).toBe('internal');
});
