import type { Aspect } from './compare-answers.ts';

/** What the new server cannot say as the old one did, of which corpus file, and why. Whatever is not here must be the same. */
export interface Exception {
  /** All that differ, no more and no less. */
  readonly aspects: readonly Aspect[];
  readonly why: string;
  /** Whether sourdine tells of it as a loss. */
  readonly reported: boolean;
}

const keywordLimit = 'a Maildir has letters for 26 keywords; sourdine reports each message that loses one';
const keywordName = 'Dovecot does not take this keyword name; sourdine reports each message that loses one';

export const exceptions: Readonly<Record<string, Exception>> = {
  'keywords-30': { aspects: ['keywords'], why: keywordLimit, reported: true },
  'keywords-31': { aspects: ['keywords'], why: keywordLimit, reported: true },
  'keywords-special': { aspects: ['keywords'], why: keywordName, reported: true },
  'keywords-like-flags': { aspects: ['flags'], why: keywordName, reported: true },
  'mbx-lf-only': {
    aspects: ['size', 'bytes'],
    why: 'uw-imapd serves LF in an mbx file as it is; Dovecot makes it CRLF',
    reported: true,
  },
  'mbx-validity-zero': {
    aspects: ['uidvalidity', 'uidnext', 'uidl'],
    why: 'uw-imapd names no UIDVALIDITY, which IMAP does not allow; Dovecot needs one',
    reported: false,
  },
  'uid-base-huge': {
    aspects: ['uidvalidity', 'uidnext', 'uids', 'uidl'],
    why: 'the UIDVALIDITY on file is above the 32 bits that IMAP allows (RFC 9051 §2.3.1.1)',
    reported: false,
  },
};
