import { randomBytes } from 'node:crypto';
import { threadId } from 'node:worker_threads';
import type {
  AppendFailure,
  CommitOptions,
  CommitReport,
  MailboxPath,
  Message,
  SinkMailbox,
  SinkMessage,
} from '@sourdine/core';
import { digestContent, throwIfCancelled } from '@sourdine/core';
import { type Flags, type MaildirKeywords, parseMaildirSuffix } from '@sourdine/core-flags';
import { commitChanges } from './commit.ts';
import { contractBroken, maildirError } from './errors.ts';
import type { MailboxChanges } from './mailbox-changes.ts';
import { directoryOf, type MaildirAccount, nameInAccount, stagingBelow } from './maildir-account.ts';
import type { StoredName } from './mailbox-name.ts';
import { type MailboxSnapshot, readKeywords, readSyncedFlags, takeSnapshot } from './mailbox-snapshot.ts';
import { readMessageFile } from './message-file.ts';
import { checkDirectory, makeDirectory } from './safe-fs.ts';
import { StagedMessages } from './staged-messages.ts';
import type { SyncedFlags } from './synced-flags.ts';

/** One mailbox of a Maildir being written. See the port: nothing shows before commit. */
export class MaildirSinkMailbox implements SinkMailbox {
  readonly #account: MaildirAccount;
  readonly #path: MailboxPath;
  readonly #name: StoredName;
  readonly #directory: string;
  readonly #snapshot: MailboxSnapshot | undefined;
  readonly #keywords: MaildirKeywords;
  readonly #synced: SyncedFlags;
  readonly #newFlags = new Map<number, Flags>();
  readonly #sourceFlags = new Map<number, Flags>();
  readonly #expunged = new Set<number>();
  readonly uidValidity: number | undefined;
  readonly messages: ReadonlyMap<number, SinkMessage>;
  readonly foreignMessages: number;
  #generations: Map<number, number> | undefined;
  #validity: number | undefined;
  #staged: StagedMessages | undefined;
  #lastUid = 0;
  #ended = false;

  constructor(account: MaildirAccount, path: MailboxPath) {
    this.#account = account;
    this.#path = path;
    this.#name = nameInAccount(account, path);
    this.#directory = directoryOf(account, this.#name);
    const { limits } = account.context;
    const exists = checkDirectory(account.root, this.#name.directory, 'target');
    for (const below of exists ? ['cur', 'new', 'tmp'] : []) checkDirectory(this.#directory, below, 'target');
    this.#snapshot = exists ? takeSnapshot(this.#directory, limits) : undefined;
    this.#keywords = readKeywords(this.#directory, limits);
    this.#synced = readSyncedFlags(this.#directory, this.#snapshot?.state, limits);
    this.uidValidity = this.#snapshot?.uidValidity;
    this.foreignMessages = this.#snapshot?.foreign.length ?? 0;
    this.messages = this.#describeMessages();
  }

  async digest(uid: number): Promise<string> {
    const file = this.#ours(uid);
    const content = readMessageFile(this.#directory, file);
    try {
      return await digestContent(content);
    } catch (error) {
      throw maildirError(error, 'target', `${this.#directory}/${file.directory}/${file.name}`, 'message');
    }
  }

  begin(uidValidity: number): void {
    this.#throwIfEnded();
    if (this.#validity !== undefined) throw contractBroken('a transaction was begun twice');
    if (!(uidValidity >= 1 && uidValidity <= 0xffff_ffff)) throw contractBroken(`${uidValidity} is no UIDVALIDITY`);
    this.#validity = uidValidity;
  }

  async append(batch: readonly Message[]): Promise<readonly AppendFailure[]> {
    this.#throwIfEnded();
    throwIfCancelled(this.#account.context.signal);
    const failures: AppendFailure[] = [];
    try {
      const staged = (this.#staged ??= this.#stage());
      for (const message of batch) {
        this.#checkOrder(message.uid);
        const failure = staged.add(message);
        // Small messages are written when `add` returns; an await each would cost more than the write.
        const settled = failure instanceof Promise ? await failure : failure;
        if (settled !== undefined) failures.push(settled);
      }
    } catch (error) {
      throw maildirError(error, 'target', this.#directory);
    }
    return failures;
  }

  setFlags(uid: number, flags: Flags): void {
    this.#ours(uid);
    this.#newFlags.set(uid, flags);
  }

  noteSourceFlags(uid: number, flags: Flags): void {
    this.#ours(uid);
    this.#sourceFlags.set(uid, flags);
  }

  expunge(uid: number): void {
    this.#ours(uid);
    this.#expunged.add(uid);
  }

  async commit(options: CommitOptions): Promise<CommitReport> {
    this.#throwIfEnded();
    throwIfCancelled(this.#account.context.signal);
    try {
      const staged = (this.#staged ??= this.#stage());
      const report = await commitChanges(this.#changes(staged), options);
      this.#ended = true;
      staged.discard();
      return report;
    } catch (error) {
      await this.abort();
      throw maildirError(error, 'target', this.#directory);
    }
  }

  async abort(): Promise<void> {
    this.#ended = true;
    this.#staged?.discard();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.abort();
  }

  #describeMessages(): ReadonlyMap<number, SinkMessage> {
    const messages = new Map<number, SinkMessage>();
    for (const [uid, file] of this.#snapshot?.ours ?? []) {
      const { uidAssigned, internalDate, size } = file.identity;
      const { flags } = parseMaildirSuffix(file.suffix, this.#keywords);
      const syncedFlags = this.#synced.get(uid);
      messages.set(uid, { uid, uidAssigned, internalDate, size, flags, ...(syncedFlags && { syncedFlags }) });
    }
    return messages;
  }

  #stage(): StagedMessages {
    const validity = this.#begun();
    const { root, fileMode, directoryMode } = this.#account;
    for (const below of ['tmp', stagingBelow]) {
      makeDirectory(`${root}/${below}`, directoryMode);
      checkDirectory(root, below, 'target');
    }
    return new StagedMessages({
      directory: `${root}/${stagingBelow}/${process.pid}-${threadId}-${randomBytes(6).toString('hex')}`,
      fileMode,
      directoryMode,
      keywords: this.#keywords,
      uidValidity: validity,
      flagsId: randomBytes(8).toString('hex'),
      generationOf: (uid) => this.#generationOf(uid),
    });
  }

  /** One more than that of any file that bears this identity, so that no name comes to mean other content. */
  #generationOf(uid: number): number {
    this.#generations ??= this.#countGenerations();
    const last = this.#generations.get(uid);
    return last === undefined ? 0 : last + 1;
  }

  #countGenerations(): Map<number, number> {
    const generations = new Map<number, number>();
    for (const { identity } of [...(this.#snapshot?.ours.values() ?? []), ...(this.#snapshot?.leftovers ?? [])]) {
      if (identity.uidValidity !== this.#begun()) continue;
      generations.set(identity.uid, Math.max(identity.generation, generations.get(identity.uid) ?? 0));
    }
    return generations;
  }

  #changes(staged: StagedMessages): MailboxChanges {
    return {
      account: this.#account,
      path: this.#path,
      name: this.#name,
      directory: this.#directory,
      existed: this.#snapshot !== undefined,
      uidValidity: this.#begun(),
      keywords: this.#keywords,
      synced: this.#synced,
      newFlags: this.#newFlags,
      sourceFlags: this.#sourceFlags,
      expunged: this.#expunged,
      staged,
    };
  }

  #begun(): number {
    if (this.#validity === undefined) throw contractBroken('begin was not called');
    return this.#validity;
  }

  #throwIfEnded(): void {
    if (this.#ended) throw contractBroken('a transaction was used after its end');
  }

  #ours(uid: number): NonNullable<ReturnType<MailboxSnapshot['ours']['get']>> {
    this.#throwIfEnded();
    const file = this.#snapshot?.ours.get(uid);
    if (file === undefined) throw contractBroken(`UID ${uid} was named, which is not there`);
    return file;
  }

  #checkOrder(uid: number): void {
    if (uid <= this.#lastUid) throw contractBroken(`UID ${uid} was appended after ${this.#lastUid}`);
    const there = this.#validity === this.uidValidity && this.messages.has(uid);
    if (there && !this.#expunged.has(uid)) throw contractBroken(`UID ${uid} was appended where it is already`);
    this.#lastUid = uid;
  }
}
