import {
  checkpoint,
  compareMailboxPaths,
  formatMailboxPath,
  type MailboxPath,
  MailError,
  type MailErrorJson,
  type Sink,
  type Source,
} from '@sourdine/core';
import { forEachLimited } from './for-each-limited.ts';
import type { MailboxOptions, MailboxRunner, SyncOptions } from './options.ts';
import { planSync } from './plan-sync.ts';
import type { MailboxReport, PlannedMailbox, SyncPlan, SyncReport } from './report.ts';
import { emptyMailboxReport, failedMailbox, syncMailbox } from './sync-mailbox.ts';

/**
 * One pass over an account: plan, renames, mailboxes (largest first), removals, subscriptions. A first pass copies, a later
 * one does what changed; which it is follows from the target alone. Can be killed anywhere and run again.
 *
 * An error in one mailbox is in its report and the pass goes on; one of scope `account` ends the pass with the mailboxes not
 * yet begun reported as failed by it. Throws only where nothing could be begun, and with scope `cancelled`.
 */
export async function syncAccount(source: Source, sink: Sink, options: SyncOptions = {}): Promise<SyncReport> {
  const started = performance.now();
  const plan = await planSync(source, sink, options);
  const pass = new AccountPass(source, sink, plan, options);
  await pass.renameMailboxes();
  await pass.syncMailboxes();
  await pass.removeMailboxes();
  const subscriptionsChanged = await pass.setSubscriptions();
  return pass.report(subscriptionsChanged, performance.now() - started);
}

class AccountPass {
  readonly #sink: Sink;
  readonly #plan: SyncPlan;
  readonly #options: SyncOptions;
  readonly #mailboxOptions: MailboxOptions;
  readonly #runMailbox: MailboxRunner;
  readonly #reports: MailboxReport[] = [];
  readonly #renamed: { from: MailboxPath; to: MailboxPath }[] = [];
  readonly #removed: MailboxPath[] = [];
  readonly #kept: { path: MailboxPath; reason: string }[] = [];
  readonly #removals: MailboxPath[];
  readonly #errors: MailErrorJson[];
  /** The error of scope `account` that ended the pass, if one did. */
  #stoppedBy: MailErrorJson | undefined;

  constructor(source: Source, sink: Sink, plan: SyncPlan, options: SyncOptions) {
    this.#sink = sink;
    this.#plan = plan;
    this.#options = options;
    this.#removals = [...plan.removals];
    this.#errors = [...plan.errors];
    this.#runMailbox = options.runMailbox ?? ((task, given) => syncMailbox(source, sink, task, given));
    this.#mailboxOptions = {
      allowEmpty: options.allowEmpty ?? false,
      full: options.full ?? false,
      onProgress: options.onProgress ?? (() => {}),
      signal: options.signal ?? new AbortController().signal,
    };
  }

  async renameMailboxes(): Promise<void> {
    for (const { path, renamedFrom } of this.#plan.mailboxes) {
      if (renamedFrom === undefined) continue;
      // Where the target can't rename, the mail is copied to the new name and the old one removed.
      if (await this.#attempt(() => this.#sink.renameMailbox(renamedFrom, path), false))
        this.#renamed.push({ from: renamedFrom, to: path });
      else this.#removals.push(renamedFrom);
    }
  }

  async syncMailboxes(): Promise<void> {
    const { mailboxes } = this.#plan;
    const bytes = mailboxes.reduce((sum, mailbox) => sum + (mailbox.action === 'skip' ? 0 : mailbox.bytes), 0);
    this.#mailboxOptions.onProgress({ type: 'account', mailboxes: mailboxes.length, bytes });
    const tasks: PlannedMailbox[] = [];
    for (const task of mailboxes) {
      if (task.action === 'skip') this.#reports.push(emptyMailboxReport(task, 'unchanged'));
      else tasks.push(task);
    }
    tasks.sort((a, b) => b.bytes - a.bytes);
    await forEachLimited(tasks, this.#options.jobs ?? 1, (task) => this.#syncOne(task));
    this.#reports.sort((a, b) => compareMailboxPaths(a.path, b.path));
  }

  async #syncOne(task: PlannedMailbox): Promise<void> {
    await checkpoint(this.#mailboxOptions.signal);
    if (this.#stoppedBy) {
      this.#reports.push(failedMailbox(task, MailError.fromJSON(this.#stoppedBy)));
      return;
    }
    const report = await this.#runMailbox(task, this.#mailboxOptions);
    if (report.error?.scope === 'account') this.#stoppedBy ??= report.error;
    this.#reports.push(report);
  }

  /** Removes what the source has no more, unless something may have hidden it. */
  async removeMailboxes(): Promise<void> {
    const reason = this.#reasonToKeep();
    for (const path of this.#removals) {
      await checkpoint(this.#mailboxOptions.signal);
      if (reason !== undefined) this.#kept.push({ path, reason });
      else await this.#attempt(() => this.#removeMailbox(path));
    }
  }

  async #removeMailbox(path: MailboxPath): Promise<void> {
    if (await this.#sink.removeMailbox(path)) this.#removed.push(path);
    else this.#kept.push({ path, reason: 'it holds mail that no pass of ours wrote' });
  }

  /** Whether a call on the target went well. An error of one mailbox is for the report and does not end the pass. */
  async #attempt(call: () => Promise<void>, reported = true): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      if (!(error instanceof MailError) || error.scope !== 'mailbox') throw error;
      if (reported) this.#errors.push(error.toJSON());
      return false;
    }
  }

  #reasonToKeep(): string | undefined {
    if (this.#stoppedBy) return 'the pass did not finish';
    if (this.#plan.errors.length > 0) return 'the source could not be read whole, or looks empty';
    const failed = this.#reports.find((report) => report.outcome === 'failed');
    return failed && `${formatMailboxPath(failed.path)} failed`;
  }

  async setSubscriptions(): Promise<boolean> {
    const wanted = this.#plan.subscriptions;
    if (wanted === null || this.#stoppedBy) return false;
    return await this.#attempt(() => this.#sink.setSubscriptions(wanted));
  }

  report(subscriptionsChanged: boolean, elapsedMs: number): SyncReport {
    return {
      mailboxes: this.#reports,
      renamed: this.#renamed,
      removed: this.#removed,
      kept: this.#kept,
      subscriptionsChanged,
      leftOut: this.#plan.leftOut,
      requiredSettings: this.#plan.requiredSettings,
      errors: this.#errors,
      diagnostics: this.#plan.diagnostics,
      elapsedMs,
    };
  }
}
