import { closeSync, openSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailErrorOptions } from '../src/index.ts';
import { asMailError, MailError, throwIfCancelled } from '../src/index.ts';

const options: MailErrorOptions = { code: 'TEST_ODD', scope: 'mailbox', side: 'source' };

describe('MailError', () => {
  it('is an Error that holds what it was given', () => {
    const cause = new Error('deep down');
    const at = { file: '/var/mail/u', offset: 12, line: 3 };
    const error = new MailError('something is odd', { ...options, retryable: true, at, hint: 'Look.', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ ...options, name: 'MailError', message: 'something is odd', retryable: true });
    expect(error).toMatchObject({ at, hint: 'Look.', cause });
  });

  it('is not retryable unless it is said', () => {
    expect(new MailError('x', options).retryable).toBe(false);
    expect(new MailError('x', options)).not.toHaveProperty('cause');
  });

  it.each([
    ['imap://bob:s3cret@host/INBOX', 'imap://bob:***@host/INBOX'],
    ['cannot reach imaps://bob:s3cret@host: refused', 'cannot reach imaps://bob:***@host: refused'],
    ['imap://bob:p@ss@host', 'imap://bob:***@host'],
    ['imap://bob:pa/ss@host', 'imap://bob:***@host'],
    ['imap://bob@example.org:s3cret@host', 'imap://bob@example.org:***@host'],
    ['imap://:s3cret@host', 'imap://:***@host'],
    ['LDAPS+x://u:s3cret@h and imap://v:s3cret@h', 'LDAPS+x://u:***@h and imap://v:***@h'],
    ['imap://bob@host:143/INBOX', 'imap://bob@host:143/INBOX'],
    ['mail for bob@host: gone', 'mail for bob@host: gone'],
  ])('redacts secrets when it is made: %s', (given, redacted) => {
    const error = new MailError(given, { ...options, hint: given, cause: new Error(given) });
    expect(error.message).toBe(redacted);
    expect(error.hint).toBe(redacted);
    expect(error.toJSON().cause).toBe(redacted);
    expect(String(error)).not.toContain('s3cret');
  });

  it('never tells a password, whatever is in it and around it', () => {
    const around = fc.string({ unit: 'binary-ascii' }).map((text) => `${text} `);
    // A space would end the URL, and what follows is not known to be a secret.
    const secret = fc.stringMatching(/^[!-~]{0,10}SECRET[!-~]{0,10}$/);
    const user = fc.stringMatching(/^[!-9;-~]{0,8}$/);
    fc.assert(
      fc.property(around, user, secret, around, (before, name, password, after) => {
        fc.pre(!before.includes('SECRET') && !after.includes('SECRET'));
        const { message } = new MailError(`${before}imap://${name}:${password}@host ${after}`, options);
        expect(message).not.toContain('SECRET');
        expect(message.startsWith(before.split(':')[0] ?? '')).toBe(true);
      }),
    );
  });
});

describe('JSON of a MailError', () => {
  const json: fc.Arbitrary<MailErrorOptions & { message: string }> = fc.record(
    {
      message: fc.string(),
      code: fc.constantFrom('TEST_ODD', 'MAILBOX_CHANGED'),
      scope: fc.constantFrom('message', 'mailbox', 'account', 'cancelled'),
      side: fc.constantFrom('source', 'target', 'usage', 'busy', 'internal'),
      retryable: fc.boolean(),
      at: fc.record({ file: fc.string(), offset: fc.nat(), line: fc.nat() }, { requiredKeys: [] }),
      hint: fc.string(),
      cause: fc.string().map((text) => new Error(text)),
    },
    { requiredKeys: ['message', 'code', 'scope', 'side', 'retryable'] },
  );

  it('is plain data, and makes an equal error in another thread', () => {
    fc.assert(
      fc.property(json, ({ message, ...rest }) => {
        const error = new MailError(message, rest);
        const plain = structuredClone(error.toJSON());
        expect(JSON.parse(JSON.stringify(error))).toEqual(plain);
        const again = MailError.fromJSON(plain);
        expect(again).toBeInstanceOf(MailError);
        expect(again.toJSON()).toEqual(plain);
        expect(again.message).toBe(error.message);
      }),
    );
  });

  it('leaves out what is not there', () => {
    expect(new MailError('x', options).toJSON()).toStrictEqual({ ...options, message: 'x', retryable: false });
  });
});

describe('asMailError', () => {
  it('lets a MailError through as it is', () => {
    const error = new MailError('x', options);
    expect(asMailError(error, { ...options, code: 'TEST_OTHER' })).toBe(error);
  });

  it('keeps the errno text of a system error and adds a hint', () => {
    const thrown = thrownBy(() => closeSync(openSync('/nonexistent/mail', 'r')));
    const error = asMailError(thrown, options);
    expect(error).toMatchObject({ ...options, cause: thrown });
    expect(error.message).toContain('ENOENT');
    expect(error.hint).toBe('Check the path.');
  });

  it('prefers the hint it is given', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    expect(asMailError(full, options).hint).toMatch(/goes on where it stopped/);
    expect(asMailError(full, { ...options, hint: 'Mine.' }).hint).toBe('Mine.');
  });

  it.each(['a string', undefined, null, 42])('makes one of %j too', (thrown) => {
    const error = asMailError(thrown, options);
    expect(error.message).toBe(String(thrown));
    expect(error.hint).toBeUndefined();
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.unreachable('nothing was thrown');
}

it('a run that was cancelled may go on later', () => {
  const run = new AbortController();
  throwIfCancelled(run.signal);
  run.abort();
  expect(() => throwIfCancelled(run.signal)).toThrow(
    expect.objectContaining({ code: 'CANCELLED', scope: 'cancelled', retryable: true }) as Error,
  );
});
