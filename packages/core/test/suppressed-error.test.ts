import { describe, expect, it } from 'vitest';
import { asMailError, MailError } from '../src/index.ts';

describe('asMailError', () => {
  it('tells what went wrong first, not what cleaning up after it said', () => {
    const first = new MailError('disk full', { code: 'TEST_FULL', scope: 'account', side: 'target' });
    const run = (): void => {
      using _cleanup = {
        [Symbol.dispose]() {
          throw new Error('cannot clean up');
        },
      };
      throw first;
    };
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SuppressedError);
    expect(asMailError(thrown, { code: 'OTHER', scope: 'mailbox', side: 'internal' })).toBe(first);
  });
});
