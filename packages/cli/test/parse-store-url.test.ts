import { MailError } from '@sourdine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStorePair, parseStoreUrl } from '../src/parse-store-url.ts';
import { parameter, parameterValues } from '../src/store-url.ts';

function refusal(text: string, role: 'source' | 'target' = 'source'): MailError {
  try {
    parseStoreUrl(text, role);
  } catch (error) {
    if (error instanceof MailError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('a store URL', () => {
  test('names a path and parameters', () => {
    const url = parseStoreUrl('mbox:/home/u?inbox=/var/mail/u&folders=mail', 'source');
    expect(url).toMatchObject({ scheme: 'mbox', path: '/home/u' });
    expect(parameter(url, 'inbox')).toBe('/var/mail/u');
    expect(parameter(url, 'folders')).toBe('mail');
    expect(parameter(url, 'mailbox')).toBeUndefined();
  });

  test('keeps a plus and a number sign as they are', () => {
    expect(parameter(parseStoreUrl('maildir:/m?layout=maildir++', 'target'), 'layout')).toBe('maildir++');
    expect(parameter(parseStoreUrl('maildir:/m?layout=maildir%2B%2B', 'target'), 'layout')).toBe('maildir++');
    expect(parseStoreUrl('maildir:/a+b#c', 'target').path).toBe('/a+b#c');
  });

  test('repeats mailbox= and no other', () => {
    const url = parseStoreUrl('mbox:/home/u?mailbox=a&mailbox=b%26c', 'source');
    expect(parameterValues(url, 'mailbox')).toEqual(['a', 'b&c']);
    expect(refusal('mbox:/home/u?inbox=/a&inbox=/b').message).toContain('twice');
  });

  test('drops a slash at the end', () => {
    expect(parseStoreUrl('maildir:/home/u/Maildir//', 'target').path).toBe('/home/u/Maildir');
    expect(parseStoreUrl('mbox:/', 'source').path).toBe('/');
  });

  test('gives back any path that is escaped', () => {
    const paths = fc.string({ unit: 'grapheme', minLength: 1 }).filter((s) => !/\0|\/$|^\//.test(s));
    fc.assert(
      fc.property(paths, (path) => {
        expect(parseStoreUrl(`maildir:/${encodeURIComponent(path)}`, 'target').path).toBe(`/${path}`);
      }),
    );
  });
});

describe('a wrong URL is refused with what to write instead', () => {
  test.for([
    ['/home/u', 'URL_WITHOUT_SCHEME', 'mbox:/home/u'],
    ['mail', 'URL_WITHOUT_SCHEME', 'mbox:/home/u?inbox='],
    ['mbx:/home/u', 'URL_SCHEME_UNKNOWN', 'Did you mean "mbox:"?'],
    ['pop3:/home/u', 'URL_SCHEME_UNKNOWN', 'mbox: or maildir:'],
    ['mbox:', 'URL_WITHOUT_PATH', 'mbox:/home/u'],
    ['mbox:home/u', 'URL_PATH_RELATIVE', 'mbox:/home/u'],
    ['mbox://server/home/u', 'URL_HAS_HOST', 'mbox:/home/u'],
    ['mbox:/home/u?imbox=/x', 'URL_PARAMETER_UNKNOWN', 'inbox='],
    ['mbox:/home/u?zzzzzzz=/x', 'URL_PARAMETER_UNKNOWN', 'inbox=, folders=, mailbox=, zone=, lock='],
    ['mbox:/home/u?inbox=var/mail/u', 'URL_PARAMETER_INVALID', 'inbox=/var/mail/u'],
    ['mbox:/home/u?inbox=', 'URL_PARAMETER_INVALID', 'inbox=/var/mail/u'],
    ['maildir:/m?layout=maildir', 'URL_PARAMETER_INVALID', 'layout=maildir++'],
    ['maildir:/m?layout=courier', 'URL_PARAMETER_INVALID', 'maildir++ or fs'],
    ['mbox:/home/%zz', 'URL_ESCAPE_INVALID', '%25'],
    ['mbox:/home/a%00b', 'URL_ESCAPE_INVALID', '%25'],
  ] as const)('%s', ([text, code, hint]) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code, side: 'usage' });
    expect(error.hint).toContain(hint);
  });

  test('a store that cannot be written', () => {
    expect(refusal('mbox:/home/u', 'target')).toMatchObject({ code: 'URL_ROLE_UNSUPPORTED' });
  });

  test('source and target in one place', () => {
    expect(() => parseStorePair('maildir:/m', 'maildir:/m/', 'target')).toThrow('both /m');
  });

  test.for(['imap://ada:s3cret@old.example/', 'mbox:/home/u?password=s3cret', 'mbox://ada:s3cret@h/home'])(
    'a password, without repeating it: %s',
    (text) => {
      const error = refusal(text);
      expect(error.code).toBe('URL_HAS_SECRET');
      expect(JSON.stringify(error)).not.toContain('s3cret');
    },
  );
});
