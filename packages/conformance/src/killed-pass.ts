// Run as a process of its own by the pair suite: makes one pass, counting the calls that change the file system, and kills
// itself just before the one it was told. A write is cut in half first. Reads its task as JSON from standard input.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { json } from 'node:stream/consumers';
import type { Sink, Source } from '@sourdine/core';
import type { StoreOpener } from './fixture.ts';

interface Task {
  readonly source: StoreOpener;
  readonly sink: StoreOpener;
  /** 0 for never. */
  readonly killAt: number;
}

type Call = (...given: unknown[]) => unknown;

const changingCalls =
  'write writev writeFile appendFile rename unlink rm rmdir mkdir mkdtemp link symlink utimes futimes lutimes chmod fchmod ' +
  'chown fchown lchown truncate ftruncate fsync fdatasync copyFile cp';

const task = (await json(process.stdin)) as Task;
let steps = 0;

/** True at the step to die at. */
function isLast(): boolean {
  return ++steps === task.killAt;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before anything else of this thread is; this is for the type.
  throw new Error('still alive');
}

/** Before a process dies in a write, half of it may have reached the file. */
function halve(name: string, call: Call, given: readonly unknown[]): void {
  const [file, data] = given;
  if (name === 'writeSync' && data instanceof Uint8Array) call(file, data.subarray(0, data.length >> 1));
  if (name === 'writevSync' && Array.isArray(data)) call(file, data.slice(0, data.length >> 1));
}

function watch(owner: object, name: string, isChange: (given: readonly unknown[]) => boolean = () => true): void {
  const call: unknown = Reflect.get(owner, name);
  if (typeof call !== 'function') return;
  Reflect.set(owner, name, function watched(this: unknown, ...given: unknown[]): unknown {
    if (isChange(given) && isLast()) {
      halve(name, (...changed) => Reflect.apply(call, this, changed) as unknown, given);
      die();
    }
    return Reflect.apply(call, this, given) as unknown;
  });
}

/** Whether an open makes or empties a file. */
function opensToChange([, flags]: readonly unknown[]): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_CREAT | fs.constants.O_TRUNC)) !== 0;
  return typeof flags === 'string' && flags !== 'r';
}

async function watchAll(): Promise<void> {
  for (const name of changingCalls.split(' ')) {
    watch(fs, `${name}Sync`);
    watch(fs.promises, name);
  }
  watch(fs, 'openSync', opensToChange);
  watch(fs.promises, 'open', opensToChange);
  await using handle = await fs.promises.open('/dev/null');
  const handlePrototype: unknown = Object.getPrototypeOf(handle);
  if (typeof handlePrototype === 'object' && handlePrototype !== null) {
    for (const name of ['write', 'writev', 'writeFile', 'sync', 'datasync', 'utimes', 'truncate', 'chmod', 'chown']) {
      watch(handlePrototype, name);
    }
  }
  for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync']) watch(childProcess, name);
  syncBuiltinESMExports();
}

async function open<Store>({ module, export: name, argument }: StoreOpener): Promise<Store> {
  const exported = (await import(module)) as Record<string, (argument: string) => Promise<Store>>;
  const opener = exported[name];
  if (opener === undefined) throw new Error(`${module} exports no ${name}`);
  return await opener(argument);
}

await watchAll();
const { syncAccount } = await import('@sourdine/sync');
{
  await using source = await open<Source>(task.source);
  await using sink = await open<Sink>(task.sink);
  const report = await syncAccount(source, sink);
  const failed = report.mailboxes.find((mailbox) => mailbox.error);
  if (failed) throw new Error(JSON.stringify(failed.error));
}
fs.writeSync(1, String(steps));
