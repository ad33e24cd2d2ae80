import { describe, expect, test } from 'vitest';
import { exitCode, exitCodeOfError, exitCodesAscending, worstExitCode } from '../src/exit-codes.ts';

describe('exit codes', () => {
  test('are those documented', () => {
    expect(exitCodesAscending.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 70, 129, 130, 143]);
  });

  test('the worst wins, by who must act and not by number', () => {
    expect(worstExitCode([])).toBe(0);
    expect(worstExitCode([0, 1, 5])).toBe(5);
    expect(worstExitCode([5, 6, 1])).toBe(6);
    expect(worstExitCode([3, 4, 6])).toBe(4);
    expect(worstExitCode([4, 70])).toBe(70);
    expect(worstExitCode([70, 130])).toBe(130);
  });

  test.for([
    [{ code: 'X', scope: 'mailbox', side: 'source' }, 3],
    [{ code: 'X', scope: 'account', side: 'target' }, 4],
    [{ code: 'X_IN_USE', scope: 'account', side: 'busy' }, 5],
    [{ code: 'SOURCE_LOOKS_EMPTY', scope: 'mailbox', side: 'source' }, 6],
    [{ code: 'X', scope: 'message', side: 'target' }, 1],
    [{ code: 'X', scope: 'mailbox', side: 'internal' }, 70],
    [{ code: 'CANCELLED', scope: 'cancelled', side: 'busy' }, 130],
    [{ code: 'X', scope: 'account', side: 'usage' }, 2],
  ] as const)('of an error: %o', ([error, code]) => {
    expect(exitCodeOfError(error)).toBe(code);
  });

  test('of a name', () => {
    expect(exitCode('refused')).toBe(6);
  });
});
