import { chownSync, copyFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Account, TemporaryHome } from './account.ts';
import { type Answer, digestMessage, type FetchedMailbox, type MailboxAnswer } from './answer.ts';
import { ImapProbe, ImapRefusal } from './imap-probe.ts';
import type { Ipop3d } from './ipop3d.ts';
import { startUwImapd } from './uw-imapd.ts';

/** Modification time that every corpus file has when it is asked about, in seconds since 1970. */
export const CORPUS_MTIME = 1_000_000_000;

/** What takes the place of the machine's own names in a phile's generated header. */
const STAND_IN = { owner: 'owner', host: 'host.example', home: '/home/owner' };

/** What the server said of one file: its answer to EXAMINE, which leaves the file as it is. */
export type Recording = {
  about: string;
  /** Time zone the server ran in. */
  tz: string;
  /** Of the file, in seconds since 1970: a file that is no mailbox is dated by it. */
  mtime: number;
} & Answer & {
    /** SELECT, where it differs: this server rewrites a file that it has to give UIDs, and serves the new one. */
    select?: Answer;
    /** A second SELECT in a new session, where it differs from the first. Not asked where the first killed the server. */
    reselect?: Answer;
    /** What ipop3d calls the messages when the file is the INBOX; deleted ones it doesn't show. Absent for a file that can't be one. */
    uidls?: string[];
  };

export interface Programs {
  account: Account;
  pop3: Ipop3d;
}

export interface Question {
  /** Path of the file; its base name is the mailbox name. */
  file: string;
  about: string;
  tz?: string | undefined;
}

/** Asks the real uw-imapd and ipop3d what a client sees of one file. Works on copies. */
export async function record({ account, pop3 }: Programs, { file, about, tz = 'UTC' }: Question): Promise<Recording> {
  const since = Math.floor(Date.now() / 1000);
  const examine = await withCopy(account, file, async (home, name) => {
    return await ask('EXAMINE', name, { account, home, tz, since });
  });
  const [select, reselect] = await withCopy(account, file, async (home, name) => {
    const session = { account, home, tz, since };
    const first = await ask('SELECT', name, session);
    // A server that died left its lock behind: the next one would wait five minutes for it.
    return [first, 'error' in first ? first : await ask('SELECT', name, session)];
  });
  return {
    about,
    tz,
    mtime: CORPUS_MTIME,
    ...examine,
    ...('permanentFlags' in select && { permanentFlags: select.permanentFlags }),
    ...(sameMail(select, examine) ? {} : { select }),
    ...(sameMail(reselect, select) ? {} : { reselect }),
    ...(canBeInbox(file, select) && { uidls: await askUidls(pop3, file, select) }),
  };
}

async function withCopy<T>(
  account: Account,
  file: string,
  use: (home: string, name: string) => Promise<T>,
): Promise<T> {
  using home = new TemporaryHome(account);
  const name = basename(file);
  const copy = join(home.path, name);
  copyFileSync(file, copy);
  chownSync(copy, account.uid, account.gid);
  utimesSync(copy, CORPUS_MTIME, CORPUS_MTIME);
  const { dev, ino } = statSync(copy);
  try {
    return await use(home.path, name);
  } finally {
    // env_unix.c, lockname(): a server that died leaves this one behind.
    rmSync(`/tmp/.${dev.toString(16)}.${ino.toString(16)}`, { force: true });
  }
}

// c-client opens as INBOX only mbx and mbox files, and refuses or dies over the same files as it does elsewhere.
function canBeInbox(file: string, answer: Answer): answer is MailboxAnswer {
  const isPhile = answer.warnings.some((text) => text.startsWith('[UIDNOTSTICKY]'));
  return /\.mbo?x$/.test(file) && !('error' in answer) && !isPhile;
}

async function askUidls(pop3: Ipop3d, file: string, { uidValidity }: MailboxAnswer): Promise<string[]> {
  const uidls = await pop3.uidls(file);
  return uidValidity === 'assigned' ? uidls.map((uidl) => uidl.replace(/^.{8}/, 'assigned')) : uidls;
}

interface Session {
  account: Account;
  home: string;
  tz: string;
  /** A validity from then on came from the clock, in seconds since 1970. */
  since: number;
}

async function ask(how: 'SELECT' | 'EXAMINE', name: string, session: Session): Promise<Answer> {
  await using child = startUwImapd(session.account, session.home, session.tz);
  const probe = await ImapProbe.open(child);
  try {
    const mailbox = await probe.mailbox(how, name);
    await probe.logout();
    return summarise(mailbox, session);
  } catch (error) {
    if (!(error instanceof ImapRefusal)) throw error;
    return {
      error: withoutHome(error.message, session),
      warnings: error.warnings.map((text) => withoutHome(text, session)),
    };
  }
}

function summarise(mailbox: FetchedMailbox, session: Session): MailboxAnswer {
  const validity = mailbox.uidValidity ?? 0;
  const assigned = validity >= session.since && validity <= Date.now() / 1000;
  return {
    uidValidity: assigned ? 'assigned' : mailbox.uidValidity,
    uidNext: mailbox.uidNext,
    permanentFlags: mailbox.permanentFlags,
    messages: mailbox.messages.map((message) => {
      const body = withoutClock(standIn(message.body, session), assigned ? validity : undefined);
      return digestMessage({ ...message, size: message.size + body.length - message.body.length, body });
    }),
    warnings: mailbox.warnings.map((text) => withoutHome(text, session)),
  };
}

function withoutHome(text: string, { home }: Session): string {
  return text.replaceAll(home, STAND_IN.home);
}

// phile.c, phile_open() makes a header from the file's path, its owner and the host's name.
function standIn(body: Buffer, { account, home }: Session): Buffer {
  const text = body.toString('latin1');
  const generated = new RegExp(`^(Date: [^\\r]*\\r\\nFrom: )${account.name}@\\S+(\\r\\nSubject: )${home}`);
  return Buffer.from(text.replace(generated, `$1${STAND_IN.owner}@${STAND_IN.host}$2${STAND_IN.home}`), 'latin1');
}

// A rewritten file may show what the server wrote into it: the validity of that second, in a broken header.
function withoutClock(body: Buffer, validity: number | undefined): Buffer {
  if (validity === undefined) return body;
  return Buffer.from(
    body.toString('latin1').replaceAll(String(validity), '0'.repeat(String(validity).length)),
    'latin1',
  );
}

// A mailbox opened read-only has no permanent flags, and a rewritten file no longer earns a warning: no difference in the mail.
function sameMail(a: Answer, b: Answer): boolean {
  return isDeepStrictEqual(mailOf(a), mailOf(b));
}

function mailOf(answer: Answer): unknown {
  if ('error' in answer) return { error: answer.error };
  const { uidValidity, uidNext, messages } = answer;
  return { uidValidity, uidNext, messages };
}
