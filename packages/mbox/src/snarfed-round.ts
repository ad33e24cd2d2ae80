import { type Diagnostic, MailError, type MessageResult } from '@sourdine/core';
import { createFlags } from '@sourdine/core-flags';
import type { MailFile } from './mail-file.ts';
import type { Round } from './round.ts';

/**
 * An mbx inbox and the mbox spool that uw-imapd is about to move into it: the messages of the second come behind those of the first, with
 * the next UIDs, their system flags and no keywords. c-client mbx.c, mbx_snarf().
 */
export class SnarfedRound implements Round {
  readonly #inbox: Round;
  readonly #spool: Round;

  constructor(inbox: Round, spool: Round) {
    this.#inbox = inbox;
    this.#spool = spool;
  }

  get uidValidity(): number | undefined {
    return this.#inbox.uidValidity;
  }

  get keywords(): readonly string[] {
    return this.#inbox.keywords;
  }

  *batches(content: boolean): Generator<MessageResult[], void, undefined> {
    yield* this.#inbox.batches(content);
    let uid = this.#inbox.uidNext();
    for (const batch of this.#spool.batches(content)) yield batch.map((result) => renumber(result, uid++));
  }

  uidNext(): number {
    return this.#inbox.uidNext() + this.#spool.messages();
  }

  messages(): number {
    return this.#inbox.messages() + this.#spool.messages();
  }

  provenEmpty(): boolean {
    return this.messages() === 0;
  }

  diagnostics(): readonly Diagnostic[] {
    const ofSpool = this.#spool.diagnostics().filter(({ code }) => code !== 'MBOX_UID_TOO_LARGE');
    // Their UIDs are those of the spool, which mean nothing here.
    return [...this.#inbox.diagnostics(), ...ofSpool.map(withoutUid)];
  }
}

function withoutUid({ level, code, message, at, hint }: Diagnostic): Diagnostic {
  return { level, code, message, ...(at && { at }), ...(hint !== undefined && { hint }) };
}

function renumber(result: MessageResult, uid: number): MessageResult {
  if (!result.ok) return { ...result, uid };
  const { message } = result;
  return { ok: true, message: { ...message, uid, uidAssigned: false, flags: createFlags(message.flags.system) } };
}

/** The spool is not in mbox format, and the old server will not move it. */
export function notSnarfedError(spool: MailFile): MailError {
  return new MailError('The spool file is not in mbox format, so its mail is in no mailbox of the old server', {
    code: 'MBOX_SPOOL_NOT_MBOX',
    scope: 'mailbox',
    side: 'source',
    at: { file: spool.name },
  });
}
