import { join } from 'node:path';
import {
  asMailError,
  compareMailboxPaths,
  type Diagnostic,
  inboxPath,
  type LeftOut,
  type Limits,
  MailError,
  type MailboxPath,
  type SourceListing,
  type SourceMailboxInfo,
} from '@sourdine/core';
import { changeToken } from './file-mailbox.ts';
import { findInbox } from './find-inbox.ts';
import { type FoundFile, walkHome } from './home-walk.ts';
import { formatLocator } from './locator.ts';
import { lstatLocation, symbolicLinkError } from './location.ts';
import { resolveMailboxName } from './mailbox-list.ts';
import { leaveOutReason } from './leave-out-reason.ts';
import type { MboxSourceOptions } from './mbox-source-options.ts';
import { openFiles } from './open-mailbox-file.ts';
import { assignPaths, plainPath } from './path-names.ts';
import { keyOf, WantedFiles } from './wanted-files.ts';

/** A file with the names that make its path. */
interface Candidate {
  readonly file: FoundFile;
  readonly names: readonly Buffer[];
}

/** What the home of one account holds. Throws MailError of scope `account` where it can't be read at all. */
export function listHome(options: MboxSourceOptions, limits: Limits): SourceListing {
  return new HomeListing(options, limits).list();
}

class HomeListing {
  readonly #options: MboxSourceOptions;
  readonly #limits: Limits;
  readonly #folders: readonly Buffer[];
  readonly #leftOut: LeftOut[] = [];
  readonly #errors: MailError[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #wanted: WantedFiles;

  constructor(options: MboxSourceOptions, limits: Limits) {
    this.#options = options;
    this.#limits = limits;
    this.#folders = (options.folders ?? '')
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .map((part) => Buffer.from(part));
    this.#wanted = new WantedFiles(options, limits, { errors: this.#errors, diagnostics: this.#diagnostics });
  }

  list(): SourceListing {
    const walked = walkHome(this.#options.home, this.#limits);
    // One by one: there may be more of them than a call can have arguments.
    for (const file of walked.leftOut) this.#leftOut.push(file);
    for (const error of walked.errors) this.#errors.push(error);
    this.#checkFolders();
    const subscribed = this.#wanted.readSubscriptions();
    for (const name of this.#options.mailboxes ?? []) this.#wanted.ask(name);
    const inbox = this.#listInbox();
    const files = [...walked.files, ...this.#wanted.lookUpElsewhere(walked.files)];
    const candidates = files.flatMap((file) => this.#judge(file, inbox?.identities ?? new Set()));
    const paths = this.#assignPaths(candidates);
    const mailboxes = candidates.map((candidate) => mailboxInfo(candidate.file, paths.get(candidate) as MailboxPath));
    if (mailboxes.length > this.#limits.mailboxes) throw tooManyMailboxes(this.#options.home);
    this.#noteMapped(candidates, paths);
    const taken = new Set(candidates.map(({ file }) => file.parts.map(String).join('/')));
    return {
      mailboxes: [...(inbox ? [inbox.info] : []), ...mailboxes].sort((a, b) => compareMailboxPaths(a.path, b.path)),
      subscriptions: this.#subscribedPaths(subscribed ?? [], candidates, paths),
      ...(subscribed === undefined && { subscriptionsUnknown: true }),
      leftOut: this.#leftOut.filter(({ name, reason }) => reason !== 'hidden' || !taken.has(name)),
      errors: this.#errors,
      diagnostics: this.#diagnostics,
    };
  }

  /** A folder of folders that is a symbolic link would hide all mailboxes in it. */
  #checkFolders(): void {
    for (let length = 1; length <= this.#folders.length; length++) {
      const location = { root: this.#options.home, parts: this.#folders.slice(0, length) };
      try {
        const stats = lstatLocation(location);
        if (stats === undefined) return this.#noteAbsentFolders();
        if (stats.isSymbolicLink()) throw symbolicLinkError(location);
      } catch (error) {
        this.#errors.push(asMailError(error, { code: 'MBOX_UNREADABLE', scope: 'mailbox', side: 'source' }));
        return;
      }
    }
  }

  /** A user may have made no folder yet; a misspelt name would look the same. */
  #noteAbsentFolders(): void {
    this.#diagnostics.push({
      level: 'note',
      code: 'MBOX_FOLDERS_ABSENT',
      message: `The folder ${this.#folders.map(String).join('/')} does not exist; no mailbox counts as in it`,
      hint: 'Check its spelling: mailboxes outside of it are named by their whole path on the target, as mail/Work.',
    });
  }

  #listInbox(): { info: SourceMailboxInfo; identities: ReadonlySet<string> } | undefined {
    const { home, inbox } = this.#options;
    try {
      const place = { find: () => findInbox(home, inbox), mayBeAbsent: true };
      const { files, absent } = openFiles(place);
      for (const file of files) file[Symbol.dispose]();
      if (files.length + absent.length === 0) return undefined;
      for (const location of absent) this.#noteAbsentInbox(location.parts.join('/'));
      return {
        info: {
          path: inboxPath,
          locator: formatLocator({ kind: 'inbox' }),
          bytes: files.reduce((sum, { size }) => sum + size, 0),
          changeToken: changeToken(files),
        },
        identities: new Set(files.map(({ identity }) => identity)),
      };
    } catch (error) {
      this.#errors.push(
        asMailError(error, { code: 'MBOX_UNREADABLE', scope: 'mailbox', side: 'source', at: { file: inbox ?? home } }),
      );
      return undefined;
    }
  }

  #noteAbsentInbox(name: string): void {
    this.#diagnostics.push({
      level: 'note',
      code: 'MBOX_SPOOL_ABSENT',
      message: `The spool file ${name} does not exist; it counts as empty`,
      hint: 'Check that the mail spool is mounted and that the path is right.',
    });
  }

  /** A mailbox or not, and if not, why. */
  #judge(file: FoundFile, inInbox: ReadonlySet<string>): Candidate[] {
    const wanted = this.#wanted.has(file);
    const inFolders = this.#folders.length > 0 && this.#isInFolders(file.parts);
    const reason = leaveOutReason(file, {
      wanted,
      inFolders,
      inScope: inFolders || this.#folders.length === 0,
      inInbox: inInbox.has(file.identity),
    });
    if (reason === undefined) return [{ file, names: inFolders ? file.parts.slice(this.#folders.length) : file.parts }];
    this.#leftOut.push({ name: file.parts.map(String).join('/'), ...reason });
    if (reason.reason === 'unsupported-format') this.#errors.push(unsupported(this.#options.home, file));
    return [];
  }

  #isInFolders(parts: readonly Buffer[]): boolean {
    return parts.length > this.#folders.length && this.#folders.every((folder, i) => folder.equals(parts[i] as Buffer));
  }

  #assignPaths(candidates: readonly Candidate[]): Map<Candidate, MailboxPath> {
    const within = candidates.filter(({ file, names }) => names !== file.parts);
    const others = candidates.filter(({ file, names }) => names === file.parts);
    return assignPaths(within, others);
  }

  #noteMapped(candidates: readonly Candidate[], paths: ReadonlyMap<Candidate, MailboxPath>): void {
    for (const candidate of candidates) {
      const path = paths.get(candidate) as MailboxPath;
      const wire = candidate.names.map(String).join('/');
      if (!path.some((part) => /%[0-9A-F]{2}/.test(part))) continue;
      this.#diagnostics.push({
        level: 'note',
        code: 'MBOX_NAME_MAPPED',
        message: `The name ${wire} is read as ${path.join('/')}`,
      });
    }
  }

  #subscribedPaths(
    names: readonly Buffer[],
    candidates: readonly Candidate[],
    paths: ReadonlyMap<Candidate, MailboxPath>,
  ): MailboxPath[] {
    const byFile = new Map(
      candidates.map((candidate) => [keyOf(candidate.file.parts), paths.get(candidate) as MailboxPath]),
    );
    const seen = new Map<string, MailboxPath>();
    for (const name of names) {
      const path = this.#subscribedPath(name, byFile);
      if (path !== undefined && !seen.has(path.join('\0'))) seen.set(path.join('\0'), path);
    }
    return [...seen.values()];
  }

  #subscribedPath(name: Buffer, byFile: ReadonlyMap<string, MailboxPath>): MailboxPath | undefined {
    const named = resolveMailboxName(name, this.#options.home);
    if (named.kind === 'inbox') return inboxPath;
    if (named.kind === 'outside') return undefined;
    const known = byFile.get(keyOf(named.parts));
    if (known !== undefined) return known;
    const names = this.#isInFolders(named.parts) ? named.parts.slice(this.#folders.length) : named.parts;
    return plainPath(names);
  }
}

function mailboxInfo({ parts, size, token }: FoundFile, path: MailboxPath): SourceMailboxInfo {
  return { path, locator: formatLocator({ kind: 'file', parts }), bytes: size, changeToken: changeToken([{ token }]) };
}

function unsupported(home: string, file: FoundFile): MailError {
  return new MailError(`A mailbox in ${file.format} format is not read`, {
    code: 'MBOX_FORMAT_UNSUPPORTED',
    scope: 'mailbox',
    side: 'source',
    at: { file: join(home, file.parts.map(String).join('/')) },
    hint: 'Copy it to an mbox file with uw mailutil on the old side.',
  });
}

function tooManyMailboxes(home: string): MailError {
  const at = { file: home };
  return new MailError('The home holds more mailboxes than the limit', {
    code: 'MBOX_TOO_MANY_MAILBOXES',
    scope: 'account',
    side: 'source',
    at,
  });
}
