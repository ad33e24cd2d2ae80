import type { Diagnostic } from '@sourdine/core';
import type { FlagLoss } from '@sourdine/core-flags';

/** Gathers the keywords that messages lost, as runs of UIDs, so that each of the messages can be told. */
export class KeywordLosses {
  readonly #byName = new Map<string, { reason: FlagLoss['reason']; count: number; runs: [number, number][] }>();

  add(uid: number, lost: readonly FlagLoss[]): void {
    for (const { name, reason } of lost) {
      const entry = this.#byName.get(name) ?? { reason, count: 0, runs: [] };
      this.#byName.set(name, entry);
      entry.count++;
      const last = entry.runs.at(-1);
      if (last !== undefined && last[1] === uid - 1) last[1] = uid;
      else entry.runs.push([uid, uid]);
    }
  }

  /** One diagnostic a keyword. `mailbox` is its name for `doveadm`. */
  diagnostics(mailbox: string): readonly Diagnostic[] {
    return [...this.#byName].map(([name, { reason, count, runs }]) => {
      const uids = runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
      const messages = count === 1 ? '1 message has' : `${count} messages have`;
      if (reason === 'table-full') {
        return {
          level: 'loss',
          code: 'MAILDIR_KEYWORD_LIMIT',
          message: `${messages} the keyword ${name}, and 26 others took the letters that a Maildir has: UID ${uids}`,
          hint: `doveadm flags add -u USER '${name}' mailbox '${mailbox}' uid ${uids}`,
        };
      }
      return {
        level: 'loss',
        code: 'MAILDIR_KEYWORD_NAME',
        message: `${messages} the keyword ${JSON.stringify(name)}, which IMAP cannot name: UID ${uids}`,
      };
    });
  }
}
