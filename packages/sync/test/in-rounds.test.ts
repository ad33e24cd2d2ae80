import { MailError } from '@sourdine/core';
import { expect, it } from 'vitest';
import { inRounds } from '../src/index.ts';

const changed = () =>
  new MailError('changed', { code: 'MAILBOX_CHANGED', scope: 'mailbox', side: 'source', retryable: true });

function failing(times: number, error: () => Error) {
  let calls = 0;
  return async () => {
    calls++;
    if (calls <= times) throw error();
    return await Promise.resolve(calls);
  };
}

it('reads a mailbox anew while it changes', async () => {
  expect(await inRounds('box', failing(4, changed))).toBe(5);
});

it('gives up after five times with an error that a script may try again', async () => {
  const error = { code: 'MAILBOX_BUSY', scope: 'mailbox', side: 'busy', retryable: true, at: { file: 'box' } };
  await expect(inRounds('box', failing(5, changed))).rejects.toMatchObject(error);
});

it('throws any other error at once', async () => {
  await expect(
    inRounds(
      'box',
      failing(1, () => new TypeError('odd')),
    ),
  ).rejects.toThrow('odd');
});
