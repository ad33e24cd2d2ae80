import type { MailboxAnswer, MessageAnswer } from './answer.ts';

/** In what two servers' answers about one mailbox may differ; the columns of the table in docs/why.md. */
export const aspects = [
  'messages',
  'uidvalidity',
  'uidnext',
  'uids',
  'flags',
  'keywords',
  'date',
  'size',
  'bytes',
  'uidl',
] as const;

export type Aspect = (typeof aspects)[number];

/** Aspect and, for people, the first place where it differs. */
export interface AnswerDifference {
  readonly aspect: Aspect;
  readonly old: string;
  readonly new: string;
}

/** Everything in which the new server's answer is not the old one's; nothing where no client can tell. */
export function compareAnswers(
  old: MailboxAnswer,
  now: MailboxAnswer,
  uidls?: { readonly old: readonly string[]; readonly now: readonly string[] },
): readonly AnswerDifference[] {
  const pairs = old.messages.map((message, i) => [message, now.messages[i]] as const);
  const each = (aspect: Aspect, show: (message: MessageAnswer) => string): AnswerDifference[] => {
    const differing = pairs.find(([a, b]) => b !== undefined && show(a) !== show(b));
    return differing?.[1] ? [{ aspect, old: show(differing[0]), new: show(differing[1]) }] : [];
  };
  return [
    ...compare('messages', String(old.messages.length), String(now.messages.length)),
    // A value that the old server takes from the clock at each opening is no value that a client could have kept.
    ...(old.uidValidity === 'assigned' ? [] : compare('uidvalidity', String(old.uidValidity), String(now.uidValidity))),
    ...compare('uidnext', String(old.uidNext), String(now.uidNext)),
    ...each('uids', (message) => String(message.uid)),
    ...each('flags', (message) => systemFlags(message).join(' ')),
    ...each('keywords', (message) => keywords(message).join(' ')),
    ...each('date', (message) => String(parseDateTime(message.internalDate))),
    ...each('size', (message) => String(message.bodyLength ?? message.size)),
    ...each('bytes', (message) => message.sha256),
    ...(uidls
      ? compare('uidl', assignedAlike(uidls.old, old), assignedAlike(withoutDeleted(uidls.now, now), old))
      : []),
  ];
}

function compare(aspect: Aspect, old: string, now: string): readonly AnswerDifference[] {
  return old === now ? [] : [{ aspect, old, new: now }];
}

function systemFlags(message: MessageAnswer): readonly string[] {
  return message.flags.filter((flag) => flag.startsWith('\\'));
}

/** Keywords compare without case (RFC 9051 §2.3.2). */
function keywords(message: MessageAnswer): readonly string[] {
  return message.flags
    .filter((flag) => !flag.startsWith('\\'))
    .map((flag) => flag.toLowerCase())
    .sort();
}

/**
 * ` 2-Dec-1992 05:53:22 +0100` in milliseconds since 1970: two servers may print one moment in two zones. The 60th second of
 * a minute is the next minute's first, which Date.parse does not know.
 */
function parseDateTime(text: string): number {
  const [, day = '', month = '', year = '', minute = '', second = '', zone = ''] =
    /^ *(\d+)-(\w+)-(\d+) (\d+:\d+):(\d+) (.*)$/.exec(text) ?? [];
  return Date.parse(`${day} ${month} ${year} ${minute}:00 ${zone}`) + Number(second) * 1000;
}

/** ipop3d hides messages that are marked \\Deleted, Dovecot's POP3 shows them; see docs/why.md. */
function withoutDeleted(uidls: readonly string[], { messages }: MailboxAnswer): readonly string[] {
  return uidls.filter((_, i) => !messages[i]?.flags.includes('\\Deleted'));
}

function assignedAlike(uidls: readonly string[], { uidValidity }: MailboxAnswer): string {
  return uidls.map((uidl) => (uidValidity === 'assigned' ? uidl.replace(/^.{8}/, 'assigned') : uidl)).join(' ');
}
