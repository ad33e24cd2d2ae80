import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One message of a made-up mailbox, as uw-imap writes it. */
interface MadeMessage {
  readonly uid: number;
  readonly status: string;
  readonly xStatus?: string;
  readonly keywords?: string;
}

const keywordList = 'NonJunk $Label1 $Label2 gnus-expire';

/**
 * The account before: an inbox and folders. At scale 1 they are large enough that a pass takes a while; a smaller scale leaves
 * out messages and no case.
 */
export function writeFirstHome(root: string, scale = 1): void {
  const numbered = (from: number, to: number): readonly MadeMessage[] => messages(from, to, scale);
  writeMailbox(root, 'inbox', 1190721925, numbered(1, 220));
  writeMailbox(root, 'home/mail/work', 1190721926, numbered(1, 160));
  writeMailbox(root, 'home/mail/lists/debian', 1190721927, numbered(1, 200));
  writeMailbox(root, 'home/mail/v1.2 release', 1190721928, numbered(1, 20));
  writeMailbox(root, 'home/mail/to-rename', 1190721929, numbered(1, 60));
  writeMailbox(root, 'home/mail/to-remove', 1190721930, numbered(1, 15));
  writeMailbox(root, 'home/mail/reset', 1190721931, numbered(1, 60));
  writeMailbox(root, 'home/mail/empty', 1190721932, []);
  writeFileSync(path.join(root, 'home/.mailboxlist'), 'mail/work\nmail/to-rename\nmail/v1.2 release\n');
}

/**
 * The same account some days later: new mail with and without X-UID, changed flags and keywords, deletions, a new, a renamed
 * and a removed folder, a UIDVALIDITY reset, other subscriptions.
 */
export function writeLaterHome(root: string, scale = 1): void {
  const numbered = (from: number, to: number): readonly MadeMessage[] => messages(from, to, scale);
  writeFirstHome(root, scale);
  rmSync(path.join(root, 'home/mail/to-rename'));
  rmSync(path.join(root, 'home/mail/to-remove'));
  const inbox = numbered(1, 220)
    .filter(({ uid }) => uid % 7 !== 0)
    .map((message) =>
      message.uid % 5 === 0 ? { ...message, xStatus: 'AF', keywords: '$Label2 gnus-expire' } : message,
    );
  writeMailbox(root, 'inbox', 1190721925, [...inbox, ...numbered(221, 300), ...numbered(301, 320).map(withoutUid)]);
  writeMailbox(root, 'home/mail/renamed', 1190721929, numbered(1, 60));
  writeMailbox(root, 'home/mail/new', 1190721940, numbered(1, 80));
  writeMailbox(root, 'home/mail/reset', 1190721999, numbered(1, 50));
  writeFileSync(path.join(root, 'home/.mailboxlist'), 'mail/work\nmail/renamed\nmail/new\n');
}

function messages(from: number, to: number, scale: number): readonly MadeMessage[] {
  return Array.from({ length: Math.ceil((to - from + 1) * scale) }, (_, i) => {
    const uid = from + i;
    return { uid, status: uid % 3 === 0 ? 'O' : 'RO', ...(uid % 11 === 0 && { xStatus: 'F', keywords: 'NonJunk' }) };
  });
}

/** As the mail arrived: the old server has not seen it yet. */
function withoutUid(message: MadeMessage): MadeMessage {
  return { ...message, uid: -message.uid, status: '' };
}

function writeMailbox(root: string, name: string, uidValidity: number, messages: readonly MadeMessage[]): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const last = messages.reduce((most, { uid }) => Math.max(most, uid), 0);
  const base = `${uidValidity} ${String(last).padStart(10, '0')} ${keywordList}`;
  writeFileSync(
    file,
    messages.length === 0 ? pseudoMessage(base) : messages.map((m, i) => format(name, m, i ? '' : base)).join(''),
  );
}

function format(mailbox: string, message: MadeMessage, base: string): string {
  const uid = Math.abs(message.uid);
  const head = [
    `From user${uid}@picard.example Tue Sep 25 12:${String(uid % 60).padStart(2, '0')}:25 2007`,
    `From: user${uid}@picard.example`,
    `Subject: ${mailbox} ${uid}`,
    ...(base ? [`X-IMAPbase: ${base}`] : []),
    ...(message.uid > 0 ? [`Status: ${message.status}`, `X-Status: ${message.xStatus ?? ''}`] : []),
    ...(message.uid > 0 ? [`X-Keywords: ${message.keywords ?? ''}`, `X-UID: ${uid}`] : []),
  ];
  const body = `${mailbox} ${uid} `.repeat(1 + ((uid * 37) % 400));
  return `${head.join('\n')}\n\n${body}\n\n`;
}

function pseudoMessage(base: string): string {
  return [
    'From MAILER-DAEMON Tue Sep 25 12:05:25 2007',
    'Date: 25 Sep 2007 12:05:25 +0000',
    'From: Mail System Internal Data <MAILER-DAEMON@picard.example>',
    "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA",
    `X-IMAP: ${base}`,
    'Status: RO',
    '',
    'This text is part of the internal format of your mail folder.',
    '',
    '',
  ].join('\n');
}
